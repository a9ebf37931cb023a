package org.moqgateway.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Holds docs/configuration.md to the settings that there are.
class ConfigurationPageTest {
    @Test
    void listsEverySettingAsItIs() throws IOException {
        assertThat(rows("", "## Rules"))
                .containsExactlyElementsOf(
                        Arrays.stream(Setting.values()).map(ConfigurationPageTest::row).toList());
    }

    @Test
    void listsEverySettingOfAClientAsItIs() throws IOException {
        assertThat(rows("## Clients", "### "))
                .containsExactlyElementsOf(
                        Arrays.stream(ClientSetting.values())
                                .map(ConfigurationPageTest::row)
                                .toList());
    }

    /// The rows of the table between two lines.
    private static List<String> rows(String from, String to) throws IOException {
        List<String> lines = Files.readAllLines(Path.of("..", "docs", "configuration.md"));
        return lines.stream()
                .dropWhile(line -> !line.startsWith(from))
                .takeWhile(line -> !line.startsWith(to))
                .filter(line -> line.startsWith("| `"))
                .toList();
    }

    private static String row(Setting setting) {
        return "| `%s` | `%s %s` | `%s` | %s | %s |"
                .formatted(
                        setting.key(),
                        setting.flag(),
                        setting.placeholder().replace("|", "\\|"),
                        setting.environmentVariable(),
                        setting.defaultText().replace("*", "\\*"),
                        setting.description().replace("*", "\\*"));
    }

    private static String row(ClientSetting setting) {
        String flag = "`%s %s`".formatted(setting.flag(), setting.placeholder());
        return "| %s | %s | %s | %s | %s |"
                .formatted(
                        "`" + setting.key() + "`" + (setting.ofEntry() ? "" : ", not in a file"),
                        setting.ofCommand() ? flag.replace("|", "\\|") : "",
                        setting.ofCommand() ? "`" + setting.environmentVariable() + "`" : "",
                        setting.defaultText(),
                        setting.description());
    }
}
