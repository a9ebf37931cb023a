package org.moqgateway.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/// The laws of docs/architecture.md, for classes under one root package.
///
/// The root is an argument so that the same laws can be held against the product and against
/// the lawbreakers that prove each of them able to fail.
final class Laws {
    /// The packages that adapt a third-party library, one in each module: no other may import
    /// it.
    private record Library(List<String> adapters, List<String> packages) {}

    private static final List<Library> LIBRARIES =
            List.of(
                    library(List.of("core.ice"), "org.ice4j.."),
                    library(List.of("core.dtls", "moq.transport.tls"), "org.bouncycastle.."),
                    library(List.of("core.srtp"), "org.jitsi.srtp..", "org.jitsi.utils.."),
                    library(List.of("core.net", "moq.transport.netty"), "io.netty.."),
                    library(List.of("core.cmaf", "media.jcodec"), "org.jcodec.."),
                    library(List.of("core.audio"), "io.github.jaredmdobson.concentus.."),
                    library(
                            List.of("moq.transport.websocket", "client.http"),
                            "okhttp3..",
                            "okio.."),
                    library(
                            List.of("server.http"),
                            "io.javalin..",
                            "org.eclipse.jetty..",
                            "jakarta.servlet.."),
                    library(List.of("moq.token"), "com.nimbusds.."),
                    library(
                            List.of("moq.transport.kwik"),
                            "tech.kwik.core..",
                            "tech.kwik.agent15.."),
                    library(List.of("moq.transport.webtransport"), "tech.kwik.qpack.."),
                    library(List.of("media.ffmpeg"), "org.bytedeco.."),
                    library(List.of("server.metrics"), "io.micrometer..", "io.prometheus.."),
                    library(List.of("server.cli"), "picocli.."));

    private static final String[] PURE = {
        "codecs..",
        "moq.wire..",
        "core.rtp..",
        "core.rtcp..",
        "core.sdp..",
        "core.negotiation..",
        "core.cmaf..",
        "core.hang..",
        "core.ingest..",
        "core.audio..",
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

    ArchRule noCycles() {
        return slices().matching(root + ".(**)").should().beFreeOfCycles();
    }

    ArchRule moqKnowsNoMedia() {
        return noClasses()
                .that(resideInAPackage(root + ".moq.."))
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage(
                                root + ".codecs..",
                                root + ".core..",
                                root + ".media..",
                                root + ".server.."))
                .allowEmptyShould(true);
    }

    ArchRule codecsKnowNothingOfOurs() {
        return noClasses()
                .that(resideInAPackage(root + ".codecs.."))
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage(
                                root + ".moq..",
                                root + ".core..",
                                root + ".media..",
                                root + ".server.."))
                .allowEmptyShould(true);
    }

    private static Library library(List<String> adapters, String... packages) {
        return new Library(adapters, List.of(packages));
    }

    /// One rule for each library.
    List<ArchRule> librariesStayInTheirAdapters() {
        return LIBRARIES.stream().map(this::staysInItsAdapters).toList();
    }

    private ArchRule staysInItsAdapters(Library library) {
        String[] adapters =
                library.adapters().stream()
                        .map(adapter -> root + "." + adapter)
                        .toArray(String[]::new);
        return noClasses()
                .that(
                        resideInAPackage(root + "..")
                                .and(DescribedPredicate.not(resideInAnyPackage(adapters))))
                .should()
                .dependOnClassesThat(resideInAnyPackage(library.packages().toArray(String[]::new)));
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
