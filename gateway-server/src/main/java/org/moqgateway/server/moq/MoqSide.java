package org.moqgateway.server.moq;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.webrtc.ConflictPolicy;
import org.moqgateway.moq.model.CachePool;
import org.moqgateway.moq.model.Origin;
import org.moqgateway.moq.model.OriginId;
import org.moqgateway.moq.relay.LinkTarget;
import org.moqgateway.moq.relay.Relay;
import org.moqgateway.moq.relay.RelayConfig;
import org.moqgateway.moq.relay.access.AccessPolicy;
import org.moqgateway.moq.relay.access.PolicyAuthorizer;
import org.moqgateway.moq.session.SessionSettings;
import org.moqgateway.moq.transport.ConnectionBudget;
import org.moqgateway.moq.transport.QuicLimits;
import org.moqgateway.moq.transport.quic.QuicFront;
import org.moqgateway.moq.transport.tls.SelfSigned;
import org.moqgateway.moq.transport.tls.TlsIdentity;
import org.moqgateway.server.config.GatewaySettings;
import org.moqgateway.server.config.RelaySettings;
import org.moqgateway.server.config.RelaySettings.LinkSettings;
import org.moqgateway.server.config.TlsSettings;
import org.moqgateway.server.config.WebOrigins;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The relay of this process with its certificate and its rules. It carries nothing until
/// [MoqPorts] and HTTP bring it clients, and dials nobody before [#link].
public final class MoqSide implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(MoqSide.class);

    /// Not so long that the other parts of a shutdown have no time left.
    private static final Duration DRAIN = Duration.ofSeconds(2);

    private final Relay relay;
    private final Supplier<TlsIdentity> identity;
    private final AccessPolicy access;
    private final RelaySettings settings;
    private final WebOrigins origins;
    private final LinkDialer dialer;
    private final ConnectionBudget budget;
    private final @Nullable String clusterToken;

    private MoqSide(Parts parts, RelaySettings settings, @Nullable String clusterToken) {
        this.identity = parts.identity();
        this.access = parts.access();
        this.origins = parts.origins();
        this.dialer = parts.dialer();
        this.budget = parts.budget();
        this.settings = settings;
        this.clusterToken = clusterToken;
        Origin origin =
                new Origin(
                        settings.links().clusterId() == 0
                                ? OriginId.random()
                                : new OriginId(settings.links().clusterId()),
                        new CachePool(settings.cache().of(Runtime.getRuntime().maxMemory())),
                        settings.linger());
        if (parts.localStays()) {
            origin.localStays();
        }
        Executor decisions = Executors.newVirtualThreadPerTaskExecutor();
        this.relay =
                new Relay(
                        new RelayConfig(
                                origin,
                                new PolicyAuthorizer(access, decisions, parts.served()),
                                SessionSettings.defaults(),
                                dialer));
    }

    /// What is read from files and made of settings, before anything runs.
    private record Parts(
            Supplier<TlsIdentity> identity,
            AccessPolicy access,
            WebOrigins origins,
            LinkDialer dialer,
            ConnectionBudget budget,
            String served,
            boolean localStays) {}

    /// Reads certificate, keys and tokens.
    ///
    /// @throws IOException naming the setting and what is wrong with its file
    public static MoqSide open(GatewaySettings settings) throws IOException {
        TlsSettings tls = settings.tls();
        Supplier<TlsIdentity> identity =
                tls == null
                        ? SelfSigned.forHosts(List.of())
                        : ServerIdentity.open(tls.cert(), tls.key());
        LinkSettings links = settings.relay().links();
        String token = links.clusterToken() == null ? null : Tokens.read(links.clusterToken());
        return new MoqSide(
                new Parts(
                        identity,
                        AccessRules.of(settings.access()),
                        settings.webOrigins(),
                        LinkDialer.open(settings.relay()),
                        new ConnectionBudget(
                                settings.connections().maxConnections(),
                                settings.connections().maxConnectionsPerAddress()),
                        settings.broadcast() == null ? "" : settings.broadcast(),
                        settings.onConflict() == ConflictPolicy.REJECT),
                settings.relay(),
                token);
    }

    /// Dials the relays of the settings, from now on and for ever.
    public void link() {
        LinkSettings links = settings.links();
        if (links.relay() != null) {
            relay.link(LinkTarget.of(links.relay()));
        }
        links.clusterConnect().forEach(uri -> relay.link(LinkTarget.node(uri, clusterToken)));
        if (links.clusterNode() != null) {
            relay.join(links.clusterNode(), clusterToken);
        }
    }

    /// The relay.
    public Relay relay() {
        return relay;
    }

    /// Sorts what a QUIC server brings.
    public QuicFront front() {
        return new QuicFront(
                QuicLimits.DEFAULT, protocols(), new PageFilter(origins, relay.acceptor()));
    }

    /// The certificate that is shown now.
    public Supplier<TlsIdentity> identity() {
        return identity;
    }

    /// Who may publish and play.
    public AccessPolicy access() {
        return access;
    }

    /// How many clients there may be besides those of HTTP.
    public ConnectionBudget budget() {
        return budget;
    }

    /// The MoQ versions that are spoken, favourite first.
    public List<String> protocols() {
        return settings.versions();
    }

    /// Asks every MoQ client to go elsewhere, waits a little until they have, and ends the sessions
    /// that are left, and the links.
    public void leave() {
        try {
            relay.drain("").get(DRAIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            log.info("{} MoQ sessions did not leave in time", relay.sessions().size());
        } catch (ExecutionException e) {
            log.warn("MoQ sessions could not be drained", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        relay.close();
    }

    /// Ends every session and link.
    @Override
    public void close() {
        relay.close();
        dialer.close();
    }
}
