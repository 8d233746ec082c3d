package org.reprise.stress.storm;

/** One of the many who come. For the thread of its {@link LoadClient}. */
interface Guest {

    /** Is told how the guests fare. */
    interface Host {
        /** A WebSocket has been opened. */
        void opened();

        /** The server has put a guest off; it comes again by itself. */
        void putOff();

        /** Something went wrong that should not; a guest whose connection failed comes again by itself. */
        void fault(String what);

        /** A guest is there with all that it was to get. */
        void there(Guest guest);
    }

    /** Comes, and goes on trying until it is there. */
    void come(Host host);

    /** Drops its connection, as when a network is lost, and stays away. */
    void leave();

    /** Looks at the time: gives up what takes too long, shows the server that it lives. */
    void tick(long now);
}
