package org.moqgateway.moq.token;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Keys in files. Blocking.
public final class KeyFiles {
    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rw-------");

    private KeyFiles() {}

    /// Reads a key file.
    ///
    /// @throws IOException when it can't be read
    /// @throws TokenException [TokenException.Reason#BAD_KEY] when it holds no key
    public static TokenKey read(Path file) throws IOException, TokenException {
        try (InputStream in = Files.newInputStream(file)) {
            return parse(in.readNBytes(KeyJson.MAX_CHARACTERS + 1));
        }
    }

    static TokenKey parse(byte[] text) throws TokenException {
        return TokenKey.parse(new String(text, StandardCharsets.UTF_8));
    }

    /// Writes a key file, over one that exists. A key that is secret is for its owner alone (mode
    /// 0600) before its first byte is written; another has the usual mode.
    ///
    /// @param base64 whether to write base64url instead of JSON
    /// @throws IOException when it can't be written
    public static void write(Path file, TokenKey key, boolean base64) throws IOException {
        String text = (base64 ? key.toBase64() : key.toJson()) + "\n";
        try (FileChannel channel = key.secret() ? openPrivately(file) : open(file)) {
            channel.truncate(0);
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
    }

    // The mode counts only for a file that is created here; one that exists is tightened first.
    private static FileChannel openPrivately(Path file) throws IOException {
        if (!posix(file)) {
            return open(file);
        }
        FileChannel channel =
                FileChannel.open(
                        file,
                        Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE),
                        PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        Files.setPosixFilePermissions(file, OWNER_ONLY);
        return channel;
    }

    private static boolean posix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                && Files.getFileAttributeView(file, PosixFileAttributeView.class) != null;
    }
}
