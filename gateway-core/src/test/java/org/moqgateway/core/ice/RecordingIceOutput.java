package org.moqgateway.core.ice;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Keeps what an agent wants done.
final class RecordingIceOutput implements IceOutput {

    @SuppressWarnings("ArrayRecordComponent")
    record Sent(byte[] bytes, InetSocketAddress destination) {}

    final List<Sent> sent = new ArrayList<>();
    final List<String> events = new ArrayList<>();

    @Override
    public void send(byte[] buffer, int offset, int length, InetSocketAddress destination) {
        sent.add(new Sent(Arrays.copyOfRange(buffer, offset, offset + length), destination));
    }

    @Override
    public void validated(InetSocketAddress address) {
        events.add("validated " + address.getPort());
    }

    @Override
    public void selected(InetSocketAddress address, boolean nominated) {
        events.add("selected " + address.getPort() + (nominated ? " nominated" : ""));
    }

    @Override
    public void restarted(String oldUfrag) {
        events.add("restarted " + oldUfrag);
    }

    byte[] lastSent() {
        return sent.getLast().bytes();
    }

    /// The STUN type of the last message: 0x0101 is success, 0x0111 an error.
    int lastType() {
        return (lastSent()[0] & 0xff) << 8 | (lastSent()[1] & 0xff);
    }
}
