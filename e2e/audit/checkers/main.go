// Command verify checks an audit trail of Daybook with what Go itself uses for its checksum database: the packages note and
// tlog of golang.org/x/mod. Nothing of Daybook's own code is in it.
//
//	verify DIR VKEY
//
// DIR is the directory of a trail, VKEY the verifier key that its operator publishes. Exit code 0: sound; 1: damaged, with a
// line for each damage; 2: it could not be checked.
package main

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const (
	height = 8
	width  = 1 << height
)

func main() {
	if len(os.Args) != 3 {
		unchecked(errors.New("usage: verify DIR VKEY"))
	}
	verifier, err := note.NewVerifier(os.Args[2])
	if err != nil {
		unchecked(err)
	}
	if _, err := os.Stat(os.Args[1]); err != nil {
		unchecked(err)
	}
	c := &check{dir: os.Args[1], verifier: verifier}
	c.run()
	if c.damages > 0 {
		fmt.Printf("damaged: %d findings\n", c.damages)
		os.Exit(1)
	}
	fmt.Printf("sound: %d entries, %d heads, %d proofs\n", c.entries, c.heads, c.proofs)
}

func unchecked(err error) {
	fmt.Fprintln(os.Stderr, "could not check:", err)
	os.Exit(2)
}

// head is a tree head whose signature holds.
type head struct {
	size int64
	root tlog.Hash
}

// check is one run over a trail.
type check struct {
	dir                             string
	verifier                        note.Verifier
	entries, heads, proofs, damages int
}

func (c *check) damaged(path string, err error) {
	c.damages++
	fmt.Printf("%s: %v\n", path, err)
}

func (c *check) run() {
	newest, err := c.openHead("checkpoint")
	if err != nil {
		c.damaged("checkpoint", err)
		return
	}
	// Every tile that this reader gives was hashed up to the signed root.
	reader := tlog.TileHashReader(tlog.Tree{N: newest.size, Hash: newest.root}, tiles(c.dir))
	c.past(reader, newest)
	if newest.size == 0 {
		return
	}
	if root, err := tlog.TreeHash(newest.size, reader); err != nil {
		c.damaged("tile", err)
	} else if root != newest.root {
		c.damaged("tile", errors.New("the tiles give another root"))
	}
	hashes := make([]tlog.Hash, 0, newest.size)
	for n := int64(0); n*width < newest.size; n++ {
		hashes = append(hashes, c.bundle(reader, newest, n)...)
	}
	for _, index := range sample(newest.size) {
		proof, err := tlog.ProveRecord(newest.size, index, reader)
		if err == nil {
			err = tlog.CheckRecord(proof, newest.size, newest.root, index, hashes[index])
		}
		c.proved(fmt.Sprintf("entry %d", index), err)
	}
}

func (c *check) proved(path string, err error) {
	if err != nil {
		c.damaged(path, err)
	} else {
		c.proofs++
	}
}

// openHead reads a signed tree head: origin, size and root, each on a line.
func (c *check) openHead(path string) (head, error) {
	bytes, err := os.ReadFile(filepath.Join(c.dir, path))
	if err != nil {
		return head{}, err
	}
	opened, err := note.Open(bytes, note.VerifierList(c.verifier))
	if err != nil {
		return head{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 || lines[0] != c.verifier.Name() {
		return head{}, errors.New("the note is not a head of this trail")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 {
		return head{}, fmt.Errorf("a head of %q entries", lines[1])
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil {
		return head{}, err
	}
	c.heads++
	return head{size, root}, nil
}

// bundle holds up to 256 entries against the hashes of their tile, and returns the hashes of the entries as they are.
func (c *check) bundle(reader tlog.HashReader, newest head, n int64) []tlog.Hash {
	count := newest.size - n*width
	if count > width {
		count = width
	}
	found := make([]tlog.Hash, count)
	tile := tlog.Tile{H: height, L: -1, N: n, W: int(count)}
	bytes, isLonger, err := readTile(c.dir, tile)
	if err != nil {
		c.damaged(pathOf(tile), err)
		return found
	}
	indexes := make([]int64, count)
	for i := range indexes {
		// Each entry stands behind its length in two bytes.
		if len(bytes) < 2 || len(bytes) < 2+int(binary.BigEndian.Uint16(bytes)) {
			c.damaged(pathOf(tile), fmt.Errorf("it ends after %d of %d entries", i, count))
			return found
		}
		end := 2 + int(binary.BigEndian.Uint16(bytes))
		found[i] = tlog.RecordHash(bytes[2:end])
		indexes[i] = tlog.StoredHashIndex(0, n*width+int64(i))
		bytes = bytes[end:]
	}
	if len(bytes) > 0 && !isLonger {
		c.damaged(pathOf(tile), fmt.Errorf("%d bytes follow the last entry", len(bytes)))
	}
	signed, err := reader.ReadHashes(indexes)
	if err != nil {
		c.damaged(pathOf(tlog.Tile{H: height, L: 0, N: n, W: int(count)}), err)
		return found
	}
	for i, hash := range signed {
		if hash != found[i] {
			c.damaged(pathOf(tile), fmt.Errorf("entry %d is not the one that was signed", n*width+int64(i)))
		}
	}
	c.entries += len(signed)
	return found
}

// past proves that the tree of now begins with the tree of each head that was kept.
func (c *check) past(reader tlog.HashReader, newest head) {
	names, _ := filepath.Glob(filepath.Join(c.dir, "checkpoints", "*"))
	sort.Strings(names)
	for _, name := range names {
		path := "checkpoints/" + filepath.Base(name)
		old, err := c.openHead(path)
		if err == nil && strconv.FormatInt(old.size, 10) != filepath.Base(name) {
			err = fmt.Errorf("it holds the head of size %d", old.size)
		}
		if err == nil {
			err = begins(reader, newest, old)
		}
		c.proved(path, err)
	}
}

// begins proves that the newer tree begins with the older one.
func begins(reader tlog.HashReader, newest, old head) error {
	if old.size > newest.size {
		return fmt.Errorf("the trail once had %d entries, its newest head has %d", old.size, newest.size)
	}
	if old.size == 0 {
		if old.root != sha256.Sum256(nil) {
			return errors.New("a tree without entries has another root")
		}
		return nil
	}
	proof, err := tlog.ProveTree(newest.size, old.size, reader)
	if err != nil {
		return err
	}
	return tlog.CheckTree(proof, newest.size, newest.root, old.size, old.root)
}

// sample gives some indexes: the ends, the middle, and those around each power of two.
func sample(size int64) []int64 {
	chosen := map[int64]bool{0: true, size / 2: true, size - 1: true}
	for power := int64(1); power < size; power *= 2 {
		chosen[power-1], chosen[power] = true, true
	}
	indexes := make([]int64, 0, len(chosen))
	for index := range chosen {
		indexes = append(indexes, index)
	}
	sort.Slice(indexes, func(i, j int) bool { return indexes[i] < indexes[j] })
	return indexes
}

// tiles reads the tiles of a directory for tlog.
type tiles string

func (tiles) Height() int { return height }

func (tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func (dir tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	all := make([][]byte, len(wanted))
	for i, tile := range wanted {
		bytes, isLonger, err := readTile(string(dir), tile)
		if err != nil {
			return nil, err
		}
		if isLonger && len(bytes) == width*tlog.HashSize {
			bytes = bytes[:tile.W*tlog.HashSize]
		}
		all[i] = bytes
	}
	return all, nil
}

// readTile reads a tile or a bundle. A partial one may be gone once the full one is there, which then is given.
func readTile(dir string, tile tlog.Tile) (bytes []byte, isLonger bool, err error) {
	bytes, err = os.ReadFile(filepath.Join(dir, pathOf(tile)))
	if errors.Is(err, os.ErrNotExist) && tile.W < width {
		tile.W = width
		bytes, err = os.ReadFile(filepath.Join(dir, pathOf(tile)))
		isLonger = true
	}
	return bytes, isLonger, err
}

// pathOf is the path of tlog-tiles: without the height, and with entries where the checksum database says data.
func pathOf(tile tlog.Tile) string {
	path := strings.TrimPrefix(tile.Path(), "tile/8/")
	return "tile/" + strings.Replace(path, "data/", "entries/", 1)
}
