package org.moqgateway.core.turn;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The requests under way to one server: retransmission, and the long-term credential that the
/// server asks for with its first answer (RFC 8489 §6.2, §9.2).
final class TurnRequests {

    private static final int UNAUTHENTICATED = 401;
    private static final int STALE_NONCE = 438;

    /// Longest REALM and NONCE (RFC 8489 §14.9, §14.10).
    private static final int MOST_TEXT_BYTES = 763;

    private final TurnSettings settings;
    private final SplittableRandom random;
    private final TurnOutput out;
    private final List<TurnTransaction> running = new ArrayList<>();
    private @Nullable LongTermKey key;

    TurnRequests(TurnSettings settings, SplittableRandom random, TurnOutput out) {
        this.settings = settings;
        this.random = random;
        this.out = out;
    }

    /// Sends a request.
    ///
    /// @param body writes its attributes, maybe more than once
    void begin(
            TurnMethod method,
            Consumer<TurnWriter> body,
            TurnTransaction.Ending ending,
            long nowNanos) {
        TurnTransaction transaction = new TurnTransaction(method, body, ending);
        running.add(transaction);
        sendAnew(transaction, nowNanos);
    }

    private void sendAnew(TurnTransaction transaction, long nowNanos) {
        byte[] id = new byte[TurnMessage.ID_BYTES];
        random.nextBytes(id);
        transaction.write(id, key);
        send(transaction, nowNanos);
    }

    private void send(TurnTransaction transaction, long nowNanos) {
        transaction.sent(settings.stream(), nowNanos);
        byte[] bytes = transaction.bytes();
        out.request(bytes, 0, bytes.length);
    }

    /// Takes an answer, success or error.
    TurnVerdict handle(TurnMessage answer, long nowNanos) {
        for (TurnTransaction transaction : running) {
            if (answer.answers(transaction.id())) {
                return handle(transaction, answer, nowNanos);
            }
        }
        return TurnVerdict.UNEXPECTED_RESPONSE;
    }

    private TurnVerdict handle(TurnTransaction asked, TurnMessage answer, long nowNanos) {
        if ((answer.type() & ~TurnMethod.CLASS_BITS) != asked.method().type()) {
            return TurnVerdict.UNEXPECTED_RESPONSE;
        }
        LongTermKey used = asked.key();
        if ((answer.type() & TurnMethod.CLASS_BITS) == TurnMethod.SUCCESS) {
            if (used != null && !answer.integrityMatches(used)) {
                return TurnVerdict.BAD_INTEGRITY;
            }
            running.remove(asked);
            asked.ending().succeeded(answer, nowNanos);
            return TurnVerdict.ANSWERED;
        }
        int code = answer.errorCode();
        if (code == 0) {
            return TurnVerdict.MALFORMED;
        }
        if (code == UNAUTHENTICATED || code == STALE_NONCE) {
            challenged(asked, code, answer, nowNanos);
            return TurnVerdict.ANSWERED;
        }
        // Servers leave it out of errors, but what is there must be right.
        if (used != null
                && answer.has(TurnAttribute.MESSAGE_INTEGRITY)
                && !answer.integrityMatches(used)) {
            return TurnVerdict.BAD_INTEGRITY;
        }
        fail(asked, code, answer, nowNanos);
        return TurnVerdict.ANSWERED;
    }

    /// The first 401 tells what to authenticate with, a second one that it is wrong; 438 tells a
    /// new nonce.
    private void challenged(TurnTransaction asked, int code, TurnMessage answer, long nowNanos) {
        LongTermKey fresh = code == STALE_NONCE ? renewed(answer) : first(asked, answer);
        if (fresh == null || !asked.mayRetry()) {
            fail(asked, code, answer, nowNanos);
            return;
        }
        key = fresh;
        sendAnew(asked, nowNanos);
    }

    private @Nullable LongTermKey renewed(TurnMessage answer) {
        String nonce = text(answer, TurnAttribute.NONCE);
        return key == null || nonce == null ? null : key.withNonce(nonce);
    }

    private @Nullable LongTermKey first(TurnTransaction asked, TurnMessage answer) {
        String realm = text(answer, TurnAttribute.REALM);
        String nonce = text(answer, TurnAttribute.NONCE);
        String username = settings.username();
        String password = settings.password();
        return asked.key() != null
                        || realm == null
                        || nonce == null
                        || username == null
                        || password == null
                ? null
                : LongTermKey.of(username, password, realm, nonce);
    }

    private static @Nullable String text(TurnMessage answer, int attribute) {
        String text = answer.text(attribute);
        boolean usable =
                text != null && text.getBytes(StandardCharsets.UTF_8).length <= MOST_TEXT_BYTES;
        return usable ? text : null;
    }

    private void fail(
            TurnTransaction asked, int code, @Nullable TurnMessage answer, long nowNanos) {
        running.remove(asked);
        asked.ending().failed(code, answer, nowNanos);
    }

    /// Sends again what is due, and gives up what was sent often enough.
    void onTimer(long nowNanos) {
        if (nowNanos < nextDeadlineNanos()) {
            return;
        }
        for (TurnTransaction transaction : List.copyOf(running)) {
            if (transaction.dueNanos() > nowNanos || !running.contains(transaction)) {
                continue;
            }
            if (transaction.exhausted(settings.stream())) {
                fail(transaction, TurnTransaction.NO_ANSWER, null, nowNanos);
            } else {
                send(transaction, nowNanos);
            }
        }
    }

    /// When [#onTimer] is due, [Long#MAX_VALUE] for never.
    long nextDeadlineNanos() {
        long next = Long.MAX_VALUE;
        for (TurnTransaction transaction : running) {
            next = Math.min(next, transaction.dueNanos());
        }
        return next;
    }

    /// Leaves what is under way at its next answer: it is not asked anew with other credentials.
    void insistNoMore() {
        running.forEach(TurnTransaction::insistNoMore);
    }

    /// Forgets what is under way.
    void clear() {
        running.clear();
    }
}
