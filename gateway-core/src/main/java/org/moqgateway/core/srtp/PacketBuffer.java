package org.moqgateway.core.srtp;

import org.jitsi.utils.ByteArrayBuffer;

/// The view of a packet that jitsi-srtp works on: a part of the caller's array, which never grows
/// beyond that array. Reused for every packet.
final class PacketBuffer implements ByteArrayBuffer {

    private byte[] buffer = new byte[0];
    private int offset;
    private int length;

    PacketBuffer wrap(byte[] buffer, int offset, int length) {
        this.buffer = buffer;
        this.offset = offset;
        this.length = length;
        return this;
    }

    int room() {
        return buffer.length - offset - length;
    }

    int uint8(int at) {
        return buffer[offset + at] & 0xff;
    }

    int uint16(int at) {
        return uint8(at) << 8 | uint8(at + 1);
    }

    int int32(int at) {
        return uint16(at) << 16 | uint16(at + 2);
    }

    @Override
    public byte[] getBuffer() {
        return buffer;
    }

    @Override
    public int getOffset() {
        return offset;
    }

    @Override
    public int getLength() {
        return length;
    }

    @Override
    public void setLength(int length) {
        this.length = length;
    }

    @Override
    public void setOffset(int offset) {
        this.offset = offset;
    }

    @Override
    public boolean isInvalid() {
        return length == 0;
    }

    @Override
    public void readRegionToBuff(int from, int count, byte[] target) {
        System.arraycopy(buffer, offset + from, target, 0, count);
    }

    /// The room was checked before, and the array is the caller's: there is nothing to grow.
    @Override
    public void grow(int bytes) {}

    @Override
    public void append(byte[] data, int count) {
        System.arraycopy(data, 0, buffer, offset + length, count);
        length += count;
    }

    @Override
    public void shrink(int bytes) {
        length = Math.max(0, length - bytes);
    }
}
