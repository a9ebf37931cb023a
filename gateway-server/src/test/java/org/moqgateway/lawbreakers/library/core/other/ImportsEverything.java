package org.moqgateway.lawbreakers.library.core.other;

import com.nimbusds.jose.jwk.JWK;
import io.github.jaredmdobson.concentus.OpusEncoder;
import io.javalin.Javalin;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.buffer.ByteBuf;
import okhttp3.WebSocket;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.ice4j.message.Message;
import org.jcodec.containers.mp4.boxes.Header;
import org.jitsi.srtp.SrtpPolicy;
import picocli.CommandLine;
import tech.kwik.core.QuicStream;
import tech.kwik.qpack.Decoder;

/// A type that imports each adapted library from a package that adapts none.
///
/// @param javalin HTTP
/// @param buffer sockets
/// @param alert DTLS
/// @param message STUN
/// @param policy SRTP
/// @param key tokens
/// @param commandLine the command line
/// @param webSocket WebSocket clients
/// @param stream QUIC
/// @param decoder header compression
/// @param meters figures
/// @param box MP4
/// @param packet FFmpeg
/// @param opus sound
public record ImportsEverything(
        Javalin javalin,
        ByteBuf buffer,
        TlsFatalAlert alert,
        Message message,
        SrtpPolicy policy,
        JWK key,
        CommandLine commandLine,
        WebSocket webSocket,
        QuicStream stream,
        Decoder decoder,
        MeterRegistry meters,
        Header box,
        AVPacket packet,
        OpusEncoder opus) {}
