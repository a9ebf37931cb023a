package org.moqgateway.server.moq;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.function.Supplier;
import org.moqgateway.moq.transport.tls.Fingerprint;
import org.moqgateway.moq.transport.tls.PemFiles;
import org.moqgateway.moq.transport.tls.TlsIdentity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The certificate and key of two files, read again when one of them has changed. While the new
/// ones do not fit each other, as in the middle of a renewal, the old are shown. Any thread.
final class ServerIdentity implements Supplier<TlsIdentity> {
    private static final Logger log = LoggerFactory.getLogger(ServerIdentity.class);
    private static final long LOOK_NANOS = 1_000_000_000L;

    private final Path cert;
    private final Path key;
    private volatile TlsIdentity current;
    private List<FileTime> read;
    private volatile long lookedNanos = System.nanoTime();

    private ServerIdentity(Path cert, Path key) throws IOException {
        this.cert = cert;
        this.key = key;
        this.read = times();
        this.current = PemFiles.identity(cert, key);
    }

    /// Reads both files.
    ///
    /// @throws IOException naming the file and what is wrong with it
    static ServerIdentity open(Path cert, Path key) throws IOException {
        return new ServerIdentity(cert, key);
    }

    /// The present certificate; looks at the files at most once a second.
    @Override
    public TlsIdentity get() {
        if (System.nanoTime() - lookedNanos >= LOOK_NANOS) {
            look();
        }
        return current;
    }

    private synchronized void look() {
        lookedNanos = System.nanoTime();
        try {
            List<FileTime> now = times();
            if (now.equals(read)) {
                return;
            }
            read = now;
            current = PemFiles.identity(cert, key);
            log.info(
                    "the certificate has changed; its fingerprint is {}",
                    Fingerprint.sha256(current.certificate()));
        } catch (IOException e) {
            log.warn("the certificate could not be read again: {}", e.getMessage());
        }
    }

    private List<FileTime> times() throws IOException {
        return List.of(Files.getLastModifiedTime(cert), Files.getLastModifiedTime(key));
    }
}
