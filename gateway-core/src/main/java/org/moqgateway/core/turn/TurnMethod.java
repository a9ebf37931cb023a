package org.moqgateway.core.turn;

/// The requests that a client makes (RFC 8656 §17).
enum TurnMethod {
    ALLOCATE(0x0003),
    REFRESH(0x0004),
    CREATE_PERMISSION(0x0008),
    CHANNEL_BIND(0x0009);

    static final int SEND_INDICATION = 0x0016;
    static final int DATA_INDICATION = 0x0017;
    static final int SUCCESS = 0x0100;
    static final int ERROR = 0x0110;
    static final int CLASS_BITS = 0x0110;

    private final int type;

    TurnMethod(int type) {
        this.type = type;
    }

    /// The type of the request; an answer has the bits of its class set as well.
    int type() {
        return type;
    }
}
