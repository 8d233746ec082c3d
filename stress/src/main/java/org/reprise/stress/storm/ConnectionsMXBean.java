package org.reprise.stress.storm;

/** What the server of a storm tells of its connections. Public because JMX calls it. */
public interface ConnectionsMXBean {

    /** By this name it is registered. */
    String NAME = "org.reprise.stress:type=Connections";

    /** How many are open, those that say nothing included. */
    int getOpen();
}
