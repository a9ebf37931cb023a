package org.moqgateway.moq.transport.memory;

import org.moqgateway.moq.transport.BidiStream;
import org.moqgateway.moq.transport.StreamReader;

/// Both directions of a stream.
record MemoryBidiStream(MemorySendStream forward, MemoryReceiveStream back) implements BidiStream {
    @Override
    public void reader(StreamReader reader) {
        back.reader(reader);
    }

    @Override
    public void stop(long code) {
        back.stop(code);
    }

    @Override
    public void sendOrder(long order) {
        forward.sendOrder(order);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        forward.write(bytes, offset, length);
    }

    @Override
    public boolean writable() {
        return forward.writable();
    }

    @Override
    public void onWritable(Runnable action) {
        forward.onWritable(action);
    }

    @Override
    public void finish() {
        forward.finish();
    }

    @Override
    public void reset(long code) {
        forward.reset(code);
    }

    @Override
    public void onStopped(StopListener listener) {
        forward.onStopped(listener);
    }
}
