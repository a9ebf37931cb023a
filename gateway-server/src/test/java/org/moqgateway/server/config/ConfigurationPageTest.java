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
        List<String> rows =
                Files.readAllLines(Path.of("..", "docs", "configuration.md")).stream()
                        .filter(line -> line.startsWith("| `"))
                        .toList();

        assertThat(rows)
                .containsExactlyElementsOf(
                        Arrays.stream(Setting.values()).map(ConfigurationPageTest::row).toList());
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
}
