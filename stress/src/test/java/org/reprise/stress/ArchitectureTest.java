package org.reprise.stress;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Arrows between the packages run one way: what is tried knows nothing of who tries it, nor of who judges. */
@Tag("once")
class ArchitectureTest {

    private static final String ROOT = "org.reprise.stress";
    private static final String PACKAGE = ROOT + ".";
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    /** Each package and what it may know of stress beside itself. */
    private enum Part {
        FAULT,
        ORACLE,
        PROCESS,
        SOCKET,
        CLIENT(SOCKET),
        SERVER(SOCKET),
        AGENT(SERVER),
        SCENARIO(AGENT, CLIENT, ORACLE, PROCESS, SERVER, SOCKET),
        JUNIT(CLIENT, SCENARIO, SERVER),
        CHAOS(AGENT, CLIENT, FAULT, ORACLE, PROCESS, SCENARIO, SERVER),
        SOAK(CLIENT, ORACLE, SCENARIO),
        STORM(AGENT, CLIENT, ORACLE, PROCESS, SCENARIO, SERVER),
        RUN(AGENT, CHAOS, CLIENT, ORACLE, PROCESS, SCENARIO, SERVER, SOAK, STORM);

        private final Set<Part> known;

        Part(Part... known) {
            this.known = Set.of(known);
        }

        String packageName() {
            return PACKAGE + name().toLowerCase(Locale.ROOT);
        }

        static Set<String> packageNames() {
            return Arrays.stream(values()).map(Part::packageName).collect(Collectors.toSet());
        }

        DescribedPredicate<JavaClass> itselfAndWhatItKnows() {
            String[] packages = Stream.concat(Stream.of(this), known.stream())
                    .map(Part::packageName)
                    .toArray(String[]::new);
            return JavaClass.Predicates.resideInAnyPackage(packages);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyPackage_knowsOnlyWhatItMay(Part part) {
        classes()
                .that()
                .resideInAPackage(part.packageName())
                .should()
                .onlyDependOnClassesThat(
                        JavaClass.Predicates.resideOutsideOfPackage(ROOT + "..").or(part.itselfAndWhatItKnows()))
                .check(MAIN);
    }

    @Test
    void everyClassButMain_isInOneOfThose() {
        assertThat(MAIN.stream()
                        .filter(type -> !type.getPackageName().equals(ROOT))
                        .map(JavaClass::getPackageName))
                .isNotEmpty()
                .allMatch(Part.packageNames()::contains, "in one of " + Part.packageNames());
        assertThat(MAIN.stream()
                        .filter(type -> type.getPackageName().equals(ROOT))
                        .map(JavaClass::getSimpleName))
                .containsOnly("Main", "package-info");
    }

    @Test
    void packages_haveNoCycles() {
        slices().matching("org.reprise.stress.(*)").should().beFreeOfCycles().check(MAIN);
    }
}
