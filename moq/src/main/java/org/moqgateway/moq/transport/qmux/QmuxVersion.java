package org.moqgateway.moq.transport.qmux;

/// Versions of QMux, the newest first. The older framing that upstream calls `webtransport` is not
/// among them: it is only ever agreed on without a MoQ protocol, for MoQ versions that are gone.
public enum QmuxVersion {
    /// Draft 02: as 01, with `RESET_STREAM_AT` and stricter rules.
    QMUX_02("qmux-02", true),
    /// Draft 01: records of several frames, `QX_PING`, datagrams, an idle timeout.
    QMUX_01("qmux-01", true),
    /// Draft 00: bare frames; only where a message holds exactly one, which is WebSocket.
    QMUX_00("qmux-00", false);

    private final String id;
    private final boolean records;

    QmuxVersion(String id, boolean records) {
        this.id = id;
        this.records = records;
    }

    /// As sub-protocols and ALPN tokens begin, such as `qmux-01`.
    public String id() {
        return id;
    }

    /// Whether several frames may share a record and `QX_PING`, datagrams and the idle timeout
    /// exist.
    public boolean records() {
        return records;
    }
}
