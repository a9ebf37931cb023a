package org.moqgateway.codecs;

/// Cuts encoded frames into RTP payloads.
///
/// Thread rule: confined to one thread (scratch space is reused); the result may go to any thread.
/// Errors: foreign bytes never throw; what cannot be sent is left out.
public interface Packetizer {

    /// Cuts one frame. The bytes are copied once; nothing refers to `frame` afterwards.
    ///
    /// @param frame the array that holds the frame, only read
    /// @param offset where the frame begins
    /// @param length bytes of the frame
    /// @param maxPayloadBytes largest RTP payload wanted, without RTP header
    /// @return the payloads in sending order; none when the frame holds nothing that can be sent
    /// @throws IndexOutOfBoundsException when the range does not lie in the array
    /// @throws IllegalArgumentException when `maxPayloadBytes` is too small for the payload format
    PacketizedFrame packetize(byte[] frame, int offset, int length, int maxPayloadBytes);
}
