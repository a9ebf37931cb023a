package org.moqgateway.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final String ROOT = "org.moqgateway";
    private static final String LAWBREAKERS = "org.moqgateway.lawbreakers";

    private static final JavaClasses PRODUCT =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .withImportOption(location -> !location.contains("test-classes"))
                    .withImportOption(location -> !location.contains("-tests.jar"))
                    .importPackages(ROOT);

    private final Laws laws = new Laws(ROOT);

    @Test
    void packagesHaveNoCycles() {
        laws.noCycles().check(PRODUCT);
        fails(new Laws(LAWBREAKERS + ".cycle").noCycles(), "cycle");
    }

    @Test
    void moqKnowsNoMedia() {
        laws.moqKnowsNoMedia().check(PRODUCT);
        fails(new Laws(LAWBREAKERS + ".moq").moqKnowsNoMedia(), "moq");
    }

    @Test
    void codecsImportNothingOfOurs() {
        laws.codecsKnowNothingOfOurs().check(PRODUCT);
        fails(new Laws(LAWBREAKERS + ".codecs").codecsKnowNothingOfOurs(), "codecs");
    }

    @Test
    void eachLibraryIsImportedByTheOnePackageThatAdaptsIt() {
        laws.librariesStayInTheirAdapters().forEach(rule -> rule.check(PRODUCT));
        var rules = new Laws(LAWBREAKERS + ".library").librariesStayInTheirAdapters();
        assertThat(rules).hasSizeGreaterThanOrEqualTo(6);
        rules.forEach(rule -> fails(rule, "library"));
    }

    @Test
    void purePackagesTouchNoSocketThreadExecutorOrClock() {
        laws.purePackagesTouchNoShell().check(PRODUCT);
        fails(new Laws(LAWBREAKERS + ".pure").purePackagesTouchNoShell(), "pure");
    }

    @Test
    void nothingImportsTheCommandLine() {
        laws.nothingImportsTheCommandLine().check(PRODUCT);
        fails(new Laws(LAWBREAKERS + ".cli").nothingImportsTheCommandLine(), "cli");
    }

    private static void fails(ArchRule rule, String lawbreaker) {
        JavaClasses classes =
                new ClassFileImporter().importPackages(LAWBREAKERS + "." + lawbreaker);
        assertThat(classes).isNotEmpty();
        assertThatThrownBy(() -> rule.check(classes)).isInstanceOf(AssertionError.class);
    }
}
