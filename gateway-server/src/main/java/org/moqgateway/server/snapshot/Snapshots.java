package org.moqgateway.server.snapshot;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.CRC32C;
import org.moqgateway.media.picture.Keyframe;
import org.moqgateway.media.picture.KeyframeDecoder;
import org.moqgateway.media.picture.PictureRefusal;
import org.moqgateway.media.picture.PictureResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes snapshots: each keyframe once for each width, whoever asks and however many at once.
///
/// At most [#SLOTS] pictures are in the making, each on a thread of its own, so that no media loop
/// ever waits. Whoever asks waits no longer than for one of them; a keyframe that a decoder does
/// not come to an end with keeps its thread, and so its slot, and is never tried again.
///
/// Any thread may use it, and blocks meanwhile: control plane.
public final class Snapshots {
    /// How many pictures may be in the making.
    private static final int SLOTS = 2;

    /// How many snapshots are kept; one of 640 pixels has some 40 KB.
    private static final int KEPT = 64;

    private final KeyframeDecoder decoder;
    private final Optional<String> ffmpegVersion;
    private final Limits limits;
    private final Semaphore slots = new Semaphore(SLOTS);
    private final Map<Key, Taken> newest =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Key, Taken> eldest) {
                    return size() > KEPT;
                }
            };

    private static final Logger log = LoggerFactory.getLogger(Snapshots.class);

    /// How long one may wait.
    ///
    /// @param slot for others to end
    /// @param decoding for a picture
    record Limits(Duration slot, Duration decoding) {
        static final Limits STANDARD = new Limits(Duration.ofSeconds(2), Duration.ofSeconds(5));
    }

    private record Key(String broadcast, int width) {}

    /// @param group of the keyframe
    /// @param checksum of the keyframe: a broadcast that comes back counts its groups anew
    private record Taken(long group, long checksum, FutureTask<SnapshotResult> task) {}

    /// @param ffmpegVersion of FFmpeg's library, where it is among the decoders
    public Snapshots(KeyframeDecoder decoder, Optional<String> ffmpegVersion) {
        this(decoder, ffmpegVersion, Limits.STANDARD);
    }

    Snapshots(KeyframeDecoder decoder, Optional<String> ffmpegVersion, Limits limits) {
        this.decoder = decoder;
        this.ffmpegVersion = ffmpegVersion;
        this.limits = limits;
    }

    /// The version of FFmpeg's library; empty where it is not here, and H.264 alone has snapshots.
    public Optional<String> ffmpegVersion() {
        return ffmpegVersion;
    }

    /// A keyframe as JPEG.
    public SnapshotResult of(SnapshotSource source) throws InterruptedException {
        Key key = new Key(source.broadcast(), source.width());
        long checksum = checksum(source.keyframe());
        Taken entry;
        boolean made = false;
        synchronized (newest) {
            entry = newest.get(key);
            if (entry == null || entry.group() != source.group() || entry.checksum() != checksum) {
                made = true;
                entry =
                        new Taken(
                                source.group(),
                                checksum,
                                new FutureTask<>(() -> make(source.keyframe(), source.width())));
                newest.put(key, entry);
            }
        }
        if (made) {
            entry.task().run();
        }
        SnapshotResult result = result(entry.task());
        if (passing(result)) {
            synchronized (newest) {
                newest.remove(key, entry);
            }
        }
        return result;
    }

    /// Whether the same question may have another answer.
    private static boolean passing(SnapshotResult result) {
        return result instanceof SnapshotResult.Refused(SnapshotRefusal reason)
                && reason == SnapshotRefusal.BUSY;
    }

    private static SnapshotResult result(FutureTask<SnapshotResult> task)
            throws InterruptedException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            log.warn("a snapshot failed: {}", String.valueOf(e.getCause()));
            return refused(SnapshotRefusal.MALFORMED);
        }
    }

    private SnapshotResult make(Keyframe keyframe, int width) throws InterruptedException {
        if (!slots.tryAcquire(limits.slot().toNanos(), TimeUnit.NANOSECONDS)) {
            return refused(SnapshotRefusal.BUSY);
        }
        FutureTask<SnapshotResult> work = new FutureTask<>(() -> picture(keyframe, width));
        Thread.ofPlatform()
                .name("snapshot")
                .daemon()
                .start(
                        () -> {
                            try {
                                work.run();
                            } finally {
                                slots.release();
                            }
                        });
        try {
            return work.get(limits.decoding().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            log.warn("a keyframe of {} is not decoded in time", keyframe.codecString());
            return refused(SnapshotRefusal.TOO_SLOW);
        } catch (ExecutionException e) {
            log.warn("a snapshot failed: {}", String.valueOf(e.getCause()));
            return refused(SnapshotRefusal.MALFORMED);
        }
    }

    private SnapshotResult picture(Keyframe keyframe, int width) {
        return switch (decoder.decode(keyframe, width)) {
            case PictureResult.Decoded(var picture) -> {
                byte[] bytes = Jpeg.of(picture);
                yield new SnapshotResult.Jpeg(bytes, etag(bytes));
            }
            case PictureResult.Refused(PictureRefusal reason) -> refused(translated(reason));
        };
    }

    private static SnapshotRefusal translated(PictureRefusal reason) {
        return switch (reason) {
            case UNSUPPORTED -> SnapshotRefusal.UNSUPPORTED;
            case MALFORMED -> SnapshotRefusal.MALFORMED;
            case TOO_LARGE -> SnapshotRefusal.TOO_LARGE;
        };
    }

    private static SnapshotResult refused(SnapshotRefusal reason) {
        return new SnapshotResult.Refused(reason);
    }

    private static long checksum(Keyframe keyframe) {
        CRC32C checksum = new CRC32C();
        checksum.update(keyframe.bytes(), keyframe.offset(), keyframe.length());
        return checksum.getValue();
    }

    private static String etag(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(digest, 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
