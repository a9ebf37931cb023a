package org.moqgateway.moq.wire;

/// How far an endpoint can probe the path, in rising order (moq-lite-05 SETUP, Probe parameter).
public enum ProbeLevel {
    /// Not at all; a PROBE stream would be reset.
    NONE(0),
    /// It reports what it measures.
    REPORT(1),
    /// It can also send more than the media needs.
    INCREASE(2);

    private final int code;

    ProbeLevel(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /// The level of a number on the wire. Unknown ones are more than is known here, and so the
    /// highest.
    static ProbeLevel of(long code) {
        if (code == 0) {
            return NONE;
        }
        return code == 1 ? REPORT : INCREASE;
    }
}
