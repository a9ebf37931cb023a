package org.moqgateway.core.rtcp;

/// Packet types and feedback message types, as assigned by IANA.
final class PacketType {
    static final int SENDER_REPORT = 200;
    static final int RECEIVER_REPORT = 201;
    static final int SOURCE_DESCRIPTION = 202;
    static final int BYE = 203;
    static final int TRANSPORT_FEEDBACK = 205;
    static final int PAYLOAD_FEEDBACK = 206;

    /// Of [#TRANSPORT_FEEDBACK].
    static final int GENERIC_NACK = 1;

    /// Of [#TRANSPORT_FEEDBACK].
    static final int TRANSPORT_WIDE = 15;

    /// Of [#PAYLOAD_FEEDBACK].
    static final int PICTURE_LOSS = 1;

    /// Of [#PAYLOAD_FEEDBACK].
    static final int FULL_INTRA_REQUEST = 4;

    /// Of [#PAYLOAD_FEEDBACK].
    static final int APPLICATION_LAYER = 15;

    /// The characters `REMB`, which tell the estimate from other application layer feedback.
    static final int REMB = 0x52454D42;

    private PacketType() {}
}
