package org.reprise.process;

/**
 * What is to be done when this process ends, by exit or by signal, unless it is closed before.
 *
 * <p>May be used by any number of threads at once.
 */
public final class AtEnd implements AutoCloseable {

    private final Thread hook;

    private AtEnd(Thread hook) {
        this.hook = hook;
    }

    /**
     * Has {@code task} done.
     *
     * @param name of the thread that does it
     * @throws IllegalStateException if this process is ending
     */
    public static AtEnd run(String name, Runnable task) {
        Thread hook = new Thread(task, name);
        Runtime.getRuntime().addShutdownHook(hook);
        return new AtEnd(hook);
    }

    /** It is not to be done any more. Does nothing if this process is ending: then it is. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // This process is ending.
        }
    }
}
