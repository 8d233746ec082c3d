package org.reprise.stress.run;

import org.reprise.stress.scenario.Scenario;
import picocli.CommandLine.Command;

/** {@code list}: names the scenarios. */
@Command(name = "list", mixinStandardHelpOptions = true, description = "Names the scenarios and what they protect.")
public final class ListCommand implements Runnable {

    @Override
    public void run() {
        for (Scenario scenario : RunCommand.SCENARIOS) {
            System.out.printf(
                    "%-12s %s%s%n",
                    scenario.name(), scenario.promise(), scenario.byDefault() ? "" : " (played when it is named)");
        }
    }
}
