package org.moqgateway.core.transport;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.dtls.DtlsCertificate;
import org.moqgateway.core.dtls.DtlsFingerprint;
import org.moqgateway.core.dtls.DtlsRole;
import org.moqgateway.core.ice.IceCredentials;
import org.moqgateway.core.ice.IceLiteAgent;
import org.moqgateway.core.net.UdpMux;

/// The server's end: a registration on the shared port, ICE-lite.
final class LitePeer extends TransportPeer {

    final IceLiteAgent ice;
    private UdpMux.@Nullable Registration registration;

    LitePeer(
            DtlsRole role,
            DtlsCertificate certificate,
            DtlsFingerprint peerFingerprint,
            IceCredentials credentials) {
        super(role, certificate, peerFingerprint);
        ice = new IceLiteAgent(credentials);
    }

    LitePeer register(UdpMux mux) {
        registration = mux.register(ice.credentials().ufrag(), this);
        return this;
    }

    void restart(IceCredentials next) {
        ice.restart(next);
        if (registration != null) {
            registration.addUfrag(next.ufrag());
        }
    }

    @Override
    void stun(byte[] buffer, int offset, int length, InetSocketAddress source, long now) {
        ice.handle(buffer, offset, length, source, now, this);
    }

    @Override
    public void validated(InetSocketAddress address) {
        if (registration != null) {
            registration.bindAddress(address);
        }
    }

    @Override
    public void restarted(String oldUfrag) {
        if (registration != null) {
            registration.removeUfrag(oldUfrag);
        }
    }

    @Override
    void close() {
        super.close();
        if (registration != null) {
            registration.close();
        }
    }
}
