package org.moqgateway.core.rtp;

/// Maps a monotonic clock to NTP time (RFC 3550 §4): 32 bits of seconds since 1900, 32 of fraction.
/// One instance shared by the senders of a session puts audio and video on one clock.
///
/// @param unixNanosAtZero Unix time in nanoseconds at the moment when `nowNanos` is 0
public record NtpClock(long unixNanosAtZero) {
    private static final long SECONDS_1900_TO_1970 = 2_208_988_800L;
    private static final long NANOS = 1_000_000_000L;

    /// The 64-bit NTP timestamp of a moment.
    public long ntpAt(long nowNanos) {
        long unixNanos = unixNanosAtZero + nowNanos;
        long seconds = Math.floorDiv(unixNanos, NANOS) + SECONDS_1900_TO_1970;
        return (seconds << 32) | (Math.floorMod(unixNanos, NANOS) << 32) / NANOS;
    }

    /// The middle 32 bits of an NTP timestamp, as LSR carries them.
    public static int middle(long ntpTimestamp) {
        return (int) (ntpTimestamp >>> 16);
    }
}
