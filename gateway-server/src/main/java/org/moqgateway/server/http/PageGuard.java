package org.moqgateway.server.http;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.moqgateway.server.config.WebOrigins;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns away what comes from web pages that may not use this gateway.
final class PageGuard {
    private static final Logger log = LoggerFactory.getLogger(PageGuard.class);
    private static final int MAX_TOLD = 16;
    private static final int MAX_SHOWN = 100;

    private final WebOrigins origins;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    PageGuard(WebOrigins origins) {
        this.origins = origins;
    }

    /// Looks at an HTTP request. Where a key or a setting says who may come in, pages of any
    /// origin may ask; whether they may read the answer is the business of [Cors].
    Optional<Problem> request(@Nullable String origin, @Nullable String host) {
        return origins.local() ? webSocket(origin, host) : Optional.empty();
    }

    /// Looks at a request for a WebSocket, which browsers let every page open.
    Optional<Problem> webSocket(@Nullable String origin, @Nullable String host) {
        if (!origins.isOurs(host)) {
            return Optional.of(
                    Problem.of(
                            403,
                            "This gateway serves its own machine alone, and \""
                                    + shown(host)
                                    + "\" is no name of it: use localhost, or say with --auth-key"
                                    + " or --public who may come in."));
        }
        if (!origins.admits(origin, host)) {
            String page = shown(origin);
            tell(page);
            return Optional.of(
                    Problem.of(
                            403,
                            "Pages of "
                                    + page
                                    + " may not use this gateway: --cors-origin "
                                    + page
                                    + " allows them."));
        }
        return Optional.empty();
    }

    /// Browsers keep the answer from the page and its user, so the log has it: once for each of
    /// a few origins.
    private void tell(String page) {
        if (told.size() < MAX_TOLD && told.add(page)) {
            log.info("pages of {} are refused: --cors-origin {} allows them", page, page);
        }
    }

    private static String shown(@Nullable String text) {
        String whole = String.valueOf(text);
        return whole.length() <= MAX_SHOWN ? whole : whole.substring(0, MAX_SHOWN) + "…";
    }
}
