package org.reprise;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Arrows between the packages run one way. */
class ArchitectureTest {

    private static final String ROOT = "org.reprise.";
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.reprise");

    /** Each package and what it may know beside itself and the libraries. */
    private enum Part {
        CONTEXT,
        PROCESS,
        STORE(PROCESS),
        RESULT,
        CODEC(CONTEXT),
        CORPUS(CONTEXT),
        RESUME(STORE, CODEC, CONTEXT),
        WIRE(CONTEXT, CODEC, RESUME);

        private final Set<Part> known;

        Part(Part... known) {
            this.known = Set.of(known);
        }

        String packageName() {
            return ROOT + name().toLowerCase(Locale.ROOT);
        }

        static Set<String> packageNames() {
            return Arrays.stream(values()).map(Part::packageName).collect(Collectors.toSet());
        }

        DescribedPredicate<JavaClass> itselfAndWhatItKnows() {
            String[] packages = Stream.concat(Stream.of(this), known.stream())
                    .map(part -> part.packageName() + "..")
                    .toArray(String[]::new);
            return JavaClass.Predicates.resideInAnyPackage(packages);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyPackage_knowsOnlyWhatItMay(Part part) {
        classes()
                .that()
                .resideInAPackage(part.packageName() + "..")
                .should()
                .onlyDependOnClassesThat(JavaClass.Predicates.resideOutsideOfPackage("org.reprise..")
                        .or(part.itselfAndWhatItKnows()))
                .check(MAIN);
    }

    @Test
    void everyPackage_isOneOfThose() {
        assertThat(MAIN.stream().map(JavaClass::getPackageName))
                .isNotEmpty()
                .allMatch(
                        name -> Part.packageNames().stream()
                                .anyMatch(part -> name.equals(part) || name.startsWith(part + ".")),
                        "in one of " + Part.packageNames());
    }

    @Test
    void packages_haveNoCycles() {
        slices().matching("org.reprise.(**)").should().beFreeOfCycles().check(MAIN);
    }
}
