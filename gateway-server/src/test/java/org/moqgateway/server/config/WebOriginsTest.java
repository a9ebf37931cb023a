package org.moqgateway.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebOriginsTest {
    private static WebOrigins with(Map<Setting, List<String>> flags) throws SettingException {
        return SettingsLoader.load(flags, Map.of()).webOrigins();
    }

    private static WebOrigins local(String... origins) throws SettingException {
        Map<Setting, List<String>> flags = new EnumMap<>(Setting.class);
        if (origins.length > 0) {
            flags.put(Setting.CORS_ORIGIN, List.of(origins));
        }
        return with(flags);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "none, true",
                "http://localhost:8088, true",
                "http://LOCALHOST, true",
                "https://localhost:5173, true",
                "http://app.localhost:3000, true",
                "http://127.0.0.1:8088, true",
                "http://127.8.9.10, true",
                "http://[::1]:8088, true",
                "http://localhost.:8088, true",
                "https://evil.example, false",
                "http://localhost.evil.example, false",
                "http://evillocalhost, false",
                "http://127.0.0.1.evil.example, false",
                "http://192.168.1.7:8088, false",
                "http://[2001:db8::1], false",
                "null, false",
                "nonsense, false",
                "http://, false",
                "'', false",
            })
    void admitsPagesOfThisMachineAloneWhereNothingSaysWhoMayComeIn(
            @Nullable String origin, boolean admitted) throws SettingException {
        assertThat(local().admits(origin, "localhost:8088")).isEqualTo(admitted);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "none, true",
                "localhost, true",
                "localhost:8088, true",
                "LocalHost.:8088, true",
                "gw.localhost:1, true",
                "127.0.0.1:8088, true",
                "[::1]:8088, true",
                "[::1], true",
                "::1, true",
                "evil.example:8088, false",
                "evil.example, false",
                "127.0.0.1.evil.example:8088, false",
                "192.168.1.7:8088, false",
                "[::1, false",
                "[], false",
                ":8088, false",
                "'', false",
            })
    void isCalledByNamesOfThisMachineAloneWhereNothingSaysWhoMayComeIn(
            @Nullable String host, boolean ours) throws SettingException {
        assertThat(local().isOurs(host)).isEqualTo(ours);
    }

    @Test
    void admitsListedOriginsBesideThoseOfThisMachine() throws SettingException {
        WebOrigins origins = local("https://player.example", "http://b.example:8080");

        assertThat(origins.admits("https://Player.example", "localhost:8088")).isTrue();
        assertThat(origins.admits("http://b.example:8080", "localhost:8088")).isTrue();
        assertThat(origins.admits("http://b.example", "localhost:8088")).isFalse();
        assertThat(origins.admits("http://localhost:3000", "localhost:8088")).isTrue();
        assertThat(origins.isOurs("player.example")).isTrue();
        assertThat(origins.isOurs("c.example")).isFalse();
    }

    @Test
    void admitsEveryPageWhenThatIsSaid() throws SettingException {
        WebOrigins origins = local("*");

        assertThat(origins.admits("https://evil.example", "localhost:8088")).isTrue();
        assertThat(origins.admits("null", "localhost:8088")).isTrue();
        assertThat(origins.isOurs("evil.example")).isTrue();
        assertThat(origins.isOwn("evil.example")).isFalse();
        assertThat(origins.isOwn("localhost:8088")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void admitsEveryPageWhereOtherRulesHold(boolean open) throws SettingException {
        WebOrigins origins =
                with(
                        open
                                ? Map.of(Setting.PUBLIC, List.of("true"))
                                : Map.of(Setting.AUTH_PUBLIC, List.of("anon")));

        assertThat(origins.admits("https://evil.example", "gw.example:8088")).isTrue();
        assertThat(origins.isOurs("gw.example:8088")).isTrue();
    }

    @Test
    void holdsToAListWhereOtherRulesHold() throws SettingException {
        WebOrigins origins =
                with(
                        Map.of(
                                Setting.PUBLIC,
                                List.of("true"),
                                Setting.CORS_ORIGIN,
                                List.of("https://player.example")));

        assertThat(origins.admits("https://player.example", "gw.example:8088")).isTrue();
        assertThat(origins.admits("https://gw.example:8088", "gw.example")).isTrue();
        assertThat(origins.admits("https://evil.example", "gw.example:8088")).isFalse();
        assertThat(origins.admits("http://localhost:3000", "gw.example:8088")).isFalse();
        assertThat(origins.lists("https://gw.example:8088")).isFalse();
        assertThat(origins.isOurs("other.example")).isTrue();
    }

    @Test
    void knowsTheNameThatItListensOn() {
        WebOrigins origins = new WebOrigins(List.of(), true, "studio");

        assertThat(origins.isOurs("Studio:8088")).isTrue();
        assertThat(origins.isOwn("Studio:8088")).isTrue();
        assertThat(origins.admits("http://studio:8088", "studio:8088")).isTrue();
        assertThat(origins.isOurs("studio.evil.example")).isFalse();
    }
}
