package org.moqgateway.bench;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.moqgateway.bench.load.LoadCommand;
import org.moqgateway.bench.micro.MicroCommand;
import org.moqgateway.bench.relay.RelayCommand;

/// Entry point: `micro`, `load` or `relay`.
public final class Bench {
    private static final int WRONG_USE = 2;

    private Bench() {}

    /// Runs one of the three.
    ///
    /// @param arguments see the usage text, printed when there are none
    public static void main(String[] arguments) throws InterruptedException {
        // The ICE and SRTP libraries tell java.util.logging what they found.
        Logger.getLogger("").setLevel(Level.WARNING);
        String word = arguments.length == 0 ? "" : arguments[0];
        List<String> rest =
                Arrays.asList(arguments).subList(Math.min(1, arguments.length), arguments.length);
        try {
            switch (word) {
                case "load" -> LoadCommand.run(rest, System.out, System.err);
                case "micro" -> MicroCommand.run(rest);
                case "relay" -> RelayCommand.run(rest, System.out, System.err);
                default -> throw new IllegalArgumentException("say micro, load or relay");
            }
            System.exit(0);
        } catch (IllegalArgumentException wrong) {
            System.err.println(
                    wrong.getMessage()
                            + "\n\n"
                            + MicroCommand.USAGE
                            + LoadCommand.USAGE
                            + RelayCommand.USAGE);
            System.exit(WRONG_USE);
        } catch (IOException failure) {
            System.err.println(failure.getMessage());
            System.exit(1);
        }
    }
}
