package org.reprise.stress.run;

import org.reprise.stress.scenario.Scenario;
import picocli.CommandLine.Command;

/** {@code list}: names the scenarios. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Names the scenarios and what they protect; chaos is played only when named.")
public final class ListCommand implements Runnable {

    @Override
    public void run() {
        Scenario.all().forEach(ListCommand::print);
        RunCommand.ON_REQUEST.forEach(ListCommand::print);
    }

    private static void print(Scenario scenario) {
        System.out.printf("%-12s %s%n", scenario.name(), scenario.promise());
    }
}
