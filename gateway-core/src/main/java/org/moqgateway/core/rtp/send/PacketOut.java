package org.moqgateway.core.rtp.send;

/// Where a [RtpSendStream] builds its packets and hands them over. Called on the stream's thread.
public interface PacketOut {
    /// An array to build the next packet in, from index 0, with whatever room at its end the caller
    /// wants for an SRTP trailer. The same array may be returned each time.
    byte[] scratch();

    /// A finished packet: `length` bytes at `offset` of the array last returned by [#scratch]. It
    /// may
    /// be modified (encrypted) in place.
    void packet(byte[] buffer, int offset, int length);
}
