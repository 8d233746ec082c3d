package org.reprise.stress.run;

import java.io.PrintStream;

/** Says, if the process is stopped before a run's end, that nothing came of the run. */
final class StopNotice {

    private final Thread saying;

    private StopNotice(PrintStream errors) {
        this.saying = new Thread(
                () -> errors.println("stopped before the end of the run: nothing is judged, and no results are written"),
                "reprise-stop-notice");
    }

    static StopNotice on(PrintStream errors) {
        StopNotice notice = new StopNotice(errors);
        Runtime.getRuntime().addShutdownHook(notice.saying);
        return notice;
    }

    /** The run is over. */
    void over() {
        try {
            Runtime.getRuntime().removeShutdownHook(saying);
        } catch (IllegalStateException e) {
            // It is being said.
        }
    }
}
