package org.moqgateway.lawbreakers.library.core.other;

import com.nimbusds.jose.jwk.JWK;
import io.javalin.Javalin;
import io.netty.buffer.ByteBuf;
import org.bouncycastle.tls.TlsFatalAlert;
import org.ice4j.message.Message;
import org.jitsi.srtp.SrtpPolicy;
import picocli.CommandLine;

/// A type that imports each adapted library from a package that adapts none.
///
/// @param javalin HTTP
/// @param buffer sockets
/// @param alert DTLS
/// @param message STUN
/// @param policy SRTP
/// @param key tokens
/// @param commandLine the command line
public record ImportsEverything(
        Javalin javalin,
        ByteBuf buffer,
        TlsFatalAlert alert,
        Message message,
        SrtpPolicy policy,
        JWK key,
        CommandLine commandLine) {}
