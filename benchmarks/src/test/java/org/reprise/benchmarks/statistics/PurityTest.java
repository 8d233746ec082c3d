package org.reprise.benchmarks.statistics;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PurityTest {

    @Test
    void statistics_knowNothingOfFilesOrOfJmh() throws URISyntaxException {
        Path classes = Path.of(ShiftTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        String own = getClass().getPackageName();

        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(own, "java.lang..", "java.util..", "org.apache.commons..", "org.jspecify..")
                .check(new ClassFileImporter().importPath(classes.resolve(own.replace('.', '/'))));
    }
}
