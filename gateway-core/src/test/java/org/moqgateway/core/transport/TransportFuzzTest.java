package org.moqgateway.core.transport;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.moqgateway.core.dtls.DtlsGuard;
import org.moqgateway.core.ice.IceControllingAgent;
import org.moqgateway.core.ice.IceCredentials;
import org.moqgateway.core.ice.IceLiteAgent;
import org.moqgateway.core.ice.IceOutput;
import org.moqgateway.core.net.DatagramKind;
import org.moqgateway.core.srtp.SrtpKeyingMaterial;
import org.moqgateway.core.srtp.SrtpProfile;
import org.moqgateway.core.srtp.SrtpSession;

/// What faces the network, fed with anything: nothing may throw. A search of a minute each, run by
/// `JAZZER_FUZZ=1` with one method at a time; otherwise skipped, since Jazzer's instrumentation
/// slows every test of the same virtual machine.
@EnabledIfEnvironmentVariable(named = "JAZZER_FUZZ", matches = "1")
class TransportFuzzTest {

    private static final InetSocketAddress SOURCE =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 5000);

    @FuzzTest(maxDuration = "60s")
    void stun(byte[] datagram) {
        IceCredentials one = new IceCredentials("evtj", "VOkJxbRl1RmTxUk/WvJxBt");
        IceCredentials two = new IceCredentials("h6vY", "VOkJxbRl1RmTxUk/WvJxBt");
        IceOutput out = new Ignored();
        DatagramKind.of(datagram, 0, datagram.length);
        new IceLiteAgent(one).handle(datagram, 0, datagram.length, SOURCE, 0, out);
        IceControllingAgent agent = new IceControllingAgent(one, two, 1);
        agent.addRemoteCandidate(SOURCE);
        agent.onTimer(0, out);
        agent.handle(datagram, 0, datagram.length, SOURCE, 1, out);
    }

    @FuzzTest(maxDuration = "60s")
    void dtls(byte[] datagram) {
        DtlsGuard guard = new DtlsGuard();
        guard.check(datagram, 0, datagram.length);
        guard.established();
        guard.check(datagram, 0, datagram.length);
    }

    @FuzzTest(maxDuration = "60s")
    void srtp(byte[] datagram) {
        for (SrtpProfile profile : SrtpProfile.values()) {
            byte[] key = new byte[profile.keyBytes()];
            byte[] salt = new byte[profile.saltBytes()];
            SrtpKeyingMaterial keys = new SrtpKeyingMaterial(profile, key, salt, key, salt);
            SrtpSession session = new SrtpSession(keys, false);
            int room = datagram.length + SrtpSession.MAX_OVERHEAD_BYTES;
            session.unprotectRtp(datagram.clone(), 0, datagram.length);
            session.unprotectRtcp(datagram.clone(), 0, datagram.length);
            session.protectRtp(Arrays.copyOf(datagram, room), 0, datagram.length);
            session.protectRtcp(Arrays.copyOf(datagram, room), 0, datagram.length);
        }
    }

    private static final class Ignored implements IceOutput {
        @Override
        public void send(byte[] buffer, int offset, int length, InetSocketAddress destination) {}

        @Override
        public void validated(InetSocketAddress address) {}

        @Override
        public void selected(InetSocketAddress address, boolean nominated) {}

        @Override
        public void restarted(String oldUfrag) {}
    }
}
