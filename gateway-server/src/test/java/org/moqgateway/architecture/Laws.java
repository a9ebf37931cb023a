package org.moqgateway.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The laws of docs/architecture.md, for classes under one root package.
///
/// The root is an argument so that the same laws can be held against the product and against the
/// lawbreakers that prove each of them able to fail.
final class Laws {
    /// Which package adapts which third-party library: no other may import it.
    private static final Map<String, List<String>> ADAPTERS = adapters();

    private static final String[] PURE = {
        "codecs..",
        "moq.wire..",
        "core.rtp..",
        "core.rtcp..",
        "core.sdp..",
        "core.negotiation..",
        "core.hang..",
        "core.ingest..",
        "core.bandwidth.."
    };

    private static final List<Class<?>> SHELLS =
            List.of(
                    java.net.Socket.class,
                    java.net.ServerSocket.class,
                    java.net.DatagramSocket.class,
                    Thread.class,
                    java.util.concurrent.Executor.class,
                    java.util.concurrent.Future.class,
                    java.util.concurrent.locks.Lock.class,
                    java.util.Timer.class);

    private final String root;

    Laws(String root) {
        this.root = root;
    }

    private static Map<String, List<String>> adapters() {
        Map<String, List<String>> adapters = new LinkedHashMap<>();
        adapters.put("core.ice", List.of("org.ice4j.."));
        adapters.put("core.dtls", List.of("org.bouncycastle.."));
        adapters.put("core.srtp", List.of("org.jitsi.srtp..", "org.jitsi.utils.."));
        adapters.put("core.net", List.of("io.netty.."));
        adapters.put(
                "server.http", List.of("io.javalin..", "org.eclipse.jetty..", "jakarta.servlet.."));
        adapters.put("server.cli", List.of("picocli.."));
        return adapters;
    }

    ArchRule noCycles() {
        return slices().matching(root + ".(**)").should().beFreeOfCycles();
    }

    ArchRule moqKnowsNoMedia() {
        return noClasses()
                .that(resideInAPackage(root + ".moq.."))
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage(
                                root + ".codecs..", root + ".core..", root + ".server.."))
                .allowEmptyShould(true);
    }

    ArchRule codecsKnowNothingOfOurs() {
        return noClasses()
                .that(resideInAPackage(root + ".codecs.."))
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage(root + ".moq..", root + ".core..", root + ".server.."))
                .allowEmptyShould(true);
    }

    /// One rule for each library.
    List<ArchRule> librariesStayInTheirAdapters() {
        List<ArchRule> rules = new ArrayList<>();
        ADAPTERS.forEach(
                (adapter, packages) ->
                        rules.add(
                                noClasses()
                                        .that(
                                                resideInAPackage(root + "..")
                                                        .and(
                                                                DescribedPredicate.not(
                                                                        resideInAPackage(
                                                                                root + "."
                                                                                        + adapter))))
                                        .should()
                                        .dependOnClassesThat(
                                                resideInAnyPackage(
                                                        packages.toArray(String[]::new)))));
        return rules;
    }

    ArchRule purePackagesTouchNoShell() {
        String[] pure = new String[PURE.length];
        for (int i = 0; i < pure.length; i++) {
            pure[i] = root + "." + PURE[i];
        }
        return noClasses()
                .that(resideInAnyPackage(pure))
                .should()
                .dependOnClassesThat(shells())
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .allowEmptyShould(true);
    }

    ArchRule nothingImportsTheCommandLine() {
        return noClasses()
                .that(
                        resideInAPackage(root + "..")
                                .and(
                                        DescribedPredicate.not(
                                                resideInAnyPackage(
                                                        root + ".server.cli..", root + ".server"))))
                .should()
                .dependOnClassesThat(resideInAPackage(root + ".server.cli.."))
                .allowEmptyShould(true);
    }

    private static DescribedPredicate<JavaClass> shells() {
        return resideInAnyPackage("java.nio.channels..", "java.net.http..")
                .or(
                        new DescribedPredicate<>("are sockets, threads, executors or timers") {
                            @Override
                            public boolean test(JavaClass type) {
                                return SHELLS.stream().anyMatch(type::isAssignableTo);
                            }
                        });
    }
}
