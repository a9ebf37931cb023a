package org.moqgateway.moq.relay.access;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.session.Authorizer;
import org.moqgateway.moq.session.Grant;
import org.moqgateway.moq.session.RefusedException;
import org.moqgateway.moq.session.SessionRequest;
import org.moqgateway.moq.wire.BroadcastPath;
import org.moqgateway.moq.wire.InternalPath;
import org.moqgateway.moq.wire.MoqError;
import org.moqgateway.moq.wire.SessionRole;

/// Applies an [AccessPolicy] to MoQ sessions: the path of the target is their root, `?jwt=` their
/// token.
public final class PolicyAuthorizer implements Authorizer {
    private static final int BAD_REQUEST = 400;

    private final AccessPolicy policy;
    private final Executor executor;
    private final String served;

    /// @param executor where decisions are made; they may block
    public PolicyAuthorizer(AccessPolicy policy, Executor executor) {
        this(policy, executor, "");
    }

    /// @param executor where decisions are made; they may block
    /// @param served the broadcast that sessions are for, with those below it; empty for all
    public PolicyAuthorizer(AccessPolicy policy, Executor executor, String served) {
        this.policy = policy;
        this.executor = executor;
        this.served = BroadcastPath.normalize(served);
    }

    @Override
    public CompletionStage<Grant> authorize(SessionRequest request) {
        CompletableFuture<Grant> answer = new CompletableFuture<>();
        executor.execute(
                () -> {
                    try {
                        answer.complete(decide(request));
                    } catch (RefusedException | RuntimeException e) {
                        answer.completeExceptionally(e);
                    }
                });
        return answer;
    }

    private Grant decide(SessionRequest request) throws RefusedException {
        String target = request.target();
        int query = target.indexOf('?');
        String path = decoded(query < 0 ? target : target.substring(0, query));
        String token = query < 0 ? null : token(target.substring(query + 1)).orElse(null);
        return forRole(ofServed(policy.grant(path, token)), request.role().orElse(null));
    }

    /// What of a grant lies at or below the served name, or among the names of relays.
    private Grant ofServed(Grant grant) throws RefusedException {
        if (served.isEmpty()) {
            return grant;
        }
        Grant left =
                new Grant(
                        grant.root(),
                        ofServed(grant.root(), grant.subscribe()),
                        ofServed(grant.root(), grant.publish()),
                        grant.expiresAt(),
                        grant.linkCost());
        if (left.subscribe().isEmpty() && left.publish().isEmpty()) {
            throw RefusedException.unauthorized("this name is not served here");
        }
        return left;
    }

    private List<String> ofServed(String root, List<String> prefixes) {
        List<String> left = new ArrayList<>();
        for (String prefix : prefixes) {
            String granted = BroadcastPath.join(root, BroadcastPath.normalize(prefix));
            if (BroadcastPath.hasPrefix(granted, served) || InternalPath.covers(granted)) {
                left.add(prefix);
            } else if (BroadcastPath.hasPrefix(served, granted)) {
                BroadcastPath.stripPrefix(served, root).ifPresent(left::add);
            }
        }
        return left;
    }

    /// A client that states one direction gets that one alone: it would ignore the other.
    private static Grant forRole(Grant grant, @Nullable SessionRole role) throws RefusedException {
        if (role == null) {
            return grant;
        }
        List<String> wanted =
                switch (role) {
                    case PUBLISHER -> grant.publish();
                    case SUBSCRIBER -> grant.subscribe();
                };
        if (wanted.isEmpty()) {
            throw RefusedException.unauthorized(
                    switch (role) {
                        case PUBLISHER -> "nothing may be published with this token here";
                        case SUBSCRIBER -> "nothing may be played with this token here";
                    });
        }
        return switch (role) {
            case PUBLISHER ->
                    new Grant(grant.root(), List.of(), wanted, grant.expiresAt(), grant.linkCost());
            case SUBSCRIBER ->
                    new Grant(grant.root(), wanted, List.of(), grant.expiresAt(), grant.linkCost());
        };
    }

    private static Optional<String> token(String query) throws RefusedException {
        String found = null;
        for (String pair : query.split("&", -1)) {
            if (pair.startsWith("jwt=") && pair.length() > "jwt=".length()) {
                found = decoded(pair.substring("jwt=".length()));
            }
        }
        return Optional.ofNullable(found);
    }

    private static String decoded(String text) throws RefusedException {
        try {
            // A plus sign stands for itself in a path, and in a token there is none.
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(
                    BAD_REQUEST,
                    MoqError.UNAUTHORIZED.sessionCode(),
                    "the request target is badly percent-encoded");
        }
    }
}
