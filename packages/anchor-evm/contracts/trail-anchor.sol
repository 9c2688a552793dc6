// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

/// @title Heads of append-only Merkle logs, each proved to have grown from the one before
/// @notice A head is the size and the root of a log's tree, hashed as in RFC 9162 §2.1.1. Whoever calls has a line of heads of
/// their own for each origin: nobody can occupy an origin, by being first or by seeing a transaction before it is mined, and
/// nobody can add to the line of another. Whoever reads has to know the address whose line it is.
/// @dev No owner, no upgrade, no value, no call to other contracts but the SHA-256 precompile.
contract TrailAnchor {
    struct Head {
        /// Leaves of the tree; 0 where nothing was anchored.
        uint64 size;
        /// Time of the block in which it was anchored, in seconds since 1970.
        uint64 anchoredAt;
        bytes32 root;
    }

    /// @notice The last head of each line. The origin hash is the SHA-256 of the origin's UTF-8 bytes.
    /// @dev Slot 0: receipts compute the place of a head from it.
    mapping(address owner => mapping(bytes32 originHash => Head)) public heads;

    event Anchored(address indexed owner, bytes32 indexed originHash, uint64 size, bytes32 root);

    /// The empty tree says nothing.
    error EmptyTree();
    /// A larger tree was anchored before.
    error Rollback(uint64 anchoredSize, uint64 size);
    /// Another tree of this size was anchored before.
    error Fork(uint64 size, bytes32 anchoredRoot, bytes32 root);
    /// The proof does not show that the tree begins with the one that was anchored before.
    error BadProof(uint64 anchoredSize, uint64 size);

    /// @notice Anchors a head in the line of the caller. The first one is taken as it is; each later one only if the tree is
    /// larger and begins with the one before. The same head once more changes nothing.
    /// @param proof Consistency proof of RFC 9162 §2.1.4 from the last head to this one; not looked at for the first head.
    function anchor(bytes32 originHash, uint64 size, bytes32 root, bytes32[] calldata proof) external {
        if (size == 0) revert EmptyTree();
        Head storage head = heads[msg.sender][originHash];
        uint64 anchoredSize = head.size;
        if (anchoredSize != 0) {
            if (size < anchoredSize) revert Rollback(anchoredSize, size);
            bytes32 anchoredRoot = head.root;
            if (size == anchoredSize) {
                if (root != anchoredRoot) revert Fork(size, anchoredRoot, root);
                return;
            }
            if (!isConsistent(anchoredSize, anchoredRoot, size, root, proof)) revert BadProof(anchoredSize, size);
        }
        head.size = size;
        head.anchoredAt = uint64(block.timestamp);
        head.root = root;
        emit Anchored(msg.sender, originHash, size, root);
    }

    /// RFC 9162 §2.1.4.2 for 0 < size1 < size2; the names fn, sn, fr and sr are those of the RFC.
    function isConsistent(uint256 size1, bytes32 root1, uint256 size2, bytes32 root2, bytes32[] calldata proof)
        private
        view
        returns (bool)
    {
        uint256 length = proof.length;
        if (length == 0) return false;
        uint256 fn = size1 - 1;
        uint256 sn = size2 - 1;
        while (fn & 1 == 1) {
            fn >>= 1;
            sn >>= 1;
        }
        // A first tree whose size is a power of two is a subtree of the second: the proof leaves out its root.
        bytes32 fr = fn == 0 ? root1 : proof[0];
        bytes32 sr = fr;
        for (uint256 i = fn == 0 ? 0 : 1; i < length; i++) {
            if (sn == 0) return false;
            bytes32 c = proof[i];
            if (fn & 1 == 1 || fn == sn) {
                fr = hashOfNode(c, fr);
                sr = hashOfNode(c, sr);
                if (fn != 0) {
                    while (fn & 1 == 0) {
                        fn >>= 1;
                        sn >>= 1;
                    }
                }
            } else {
                sr = hashOfNode(sr, c);
            }
            fn >>= 1;
            sn >>= 1;
        }
        return sn == 0 && fr == root1 && sr == root2;
    }

    /// SHA-256(0x01 ‖ left ‖ right), by the precompile at address 2. Without assembly it costs more than twice as much.
    function hashOfNode(bytes32 left, bytes32 right) private view returns (bytes32 hash) {
        assembly ("memory-safe") {
            let buffer := mload(0x40)
            mstore8(buffer, 0x01)
            mstore(add(buffer, 0x01), left)
            mstore(add(buffer, 0x21), right)
            let success := staticcall(gas(), 0x02, buffer, 0x41, 0x00, 0x20)
            // A chain without the precompile would answer nothing, and leave what was in memory before.
            if iszero(and(success, eq(returndatasize(), 0x20))) { revert(0x00, 0x00) }
            hash := mload(0x00)
        }
    }
}
