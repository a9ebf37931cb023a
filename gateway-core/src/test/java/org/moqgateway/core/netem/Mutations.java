package org.moqgateway.core.netem;

import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;

/// Damaged copies of a message, for parsers that must refuse them cleanly.
public final class Mutations {
    private Mutations() {}

    /// Every prefix that lacks at least one byte.
    public static void strictPrefixes(byte[] message, Consumer<byte[]> each) {
        for (int length = 0; length < message.length; length++) {
            each.accept(Arrays.copyOf(message, length));
        }
    }

    /// `count` copies with one to four bytes replaced, sometimes cut or extended; always the same.
    public static void seeded(byte[] message, int count, Consumer<byte[]> each) {
        Random random = new Random(Arrays.hashCode(message));
        for (int i = 0; i < count; i++) {
            int length =
                    random.nextInt(4) > 0 ? message.length : random.nextInt(message.length + 9);
            byte[] mutant = Arrays.copyOf(message, length);
            for (int n = random.nextInt(4); n >= 0 && length > 0; n--) {
                mutant[random.nextInt(length)] = (byte) random.nextInt();
            }
            each.accept(mutant);
        }
    }
}
