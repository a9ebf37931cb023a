package org.moqgateway.core.net;

import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.FastThreadLocalThread;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// The media plane's event loops: threads `media-0`, `media-1`, … over epoll where its native
/// library loads, else over NIO. Any thread may call any method.
public final class MediaLoops implements AutoCloseable {

    private static final long CLOSE_SECONDS = 2;

    static {
        // By default Netty takes a stack trace for every hundredth buffer, which is every hundredth
        // frame sent. Whoever looks for a leak sets the property.
        if (System.getProperty("io.netty.leakDetection.level") == null) {
            ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        }
    }

    private final MultiThreadIoEventLoopGroup group;
    private final boolean epoll;
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final List<NettyLoop> loops = new ArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();

    private MediaLoops(int threads, boolean epoll) {
        this.epoll = epoll;
        AtomicInteger number = new AtomicInteger();
        IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        ThreadFactory named = task -> thread(task, number.getAndIncrement());
        group = new MultiThreadIoEventLoopGroup(threads, named, io);
        for (EventExecutor executor : group) {
            // A loop takes its thread, and so its name, with its first task.
            executor.submit(() -> {}).syncUninterruptibly();
            loops.add(new NettyLoop((EventLoop) executor));
        }
    }

    /// Starts the loops, on epoll if that is to be had.
    ///
    /// @param threads number of loops, at least 1
    public static MediaLoops start(int threads) {
        return new MediaLoops(threads, Epoll.isAvailable());
    }

    /// Starts the loops on NIO, whatever the system has.
    ///
    /// @param threads number of loops, at least 1
    public static MediaLoops startPortable(int threads) {
        return new MediaLoops(threads, false);
    }

    private Thread thread(Runnable task, int number) {
        Thread thread = new FastThreadLocalThread(task, "media-" + number);
        thread.setDaemon(true);
        threads.add(thread);
        return thread;
    }

    /// The loops, in the order of their numbers.
    public List<MediaLoop> loops() {
        return List.copyOf(loops);
    }

    /// The loop whose turn it is, round robin: for work that no datagram has pinned yet.
    public MediaLoop next() {
        return nextLoop();
    }

    NettyLoop nextLoop() {
        return loops.get(Math.floorMod(turn.getAndIncrement(), loops.size()));
    }

    List<NettyLoop> nettyLoops() {
        return loops;
    }

    /// Tells whether the loops run on epoll, with its batched reads and segmented sends.
    public boolean epoll() {
        return epoll;
    }

    /// Stops the threads and waits for their end, at most 2 s. Close every [UdpMux] first.
    @Override
    public void close() {
        Future<?> ended = group.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS);
        if (loops.stream().noneMatch(NettyLoop::inLoop)) {
            long due = System.nanoTime() + TimeUnit.SECONDS.toNanos(CLOSE_SECONDS);
            ended.awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
            joinUntil(due);
        }
    }

    /// Netty tells the end on the very thread that ends, which lives on for a moment.
    private void joinUntil(long dueNanos) {
        try {
            for (Thread thread : threads) {
                TimeUnit.NANOSECONDS.timedJoin(thread, dueNanos - System.nanoTime());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
