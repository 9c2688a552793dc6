/** A zip of files that are not packed, as small as the format allows. Sums are left out: no reader here looks at them. */
export function storedZip(files: Record<string, string | Buffer>, claimedBytes?: number): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const nameBytes = Buffer.from(name);
    const bytes = Buffer.from(content as string);
    const sizes = Buffer.alloc(12);
    sizes.writeUInt32LE(bytes.length, 4);
    sizes.writeUInt32LE(claimedBytes ?? bytes.length, 8);
    const local = Buffer.concat([
      Buffer.from("504b0304140000000000000000000000".slice(0, 28), "hex"),
      sizes,
      lengths(nameBytes),
      nameBytes,
      bytes,
    ]);
    const at = Buffer.alloc(4);
    at.writeUInt32LE(offset);
    central.push(
      Buffer.concat([
        Buffer.from("504b01021400140000000000000000000000".slice(0, 32), "hex"),
        sizes,
        lengths(nameBytes),
        Buffer.alloc(10),
        at,
        nameBytes,
      ]),
    );
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(central.length, 8);
  end.writeUInt16LE(central.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}

function lengths(name: Buffer): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt16LE(name.length);
  return bytes;
}
