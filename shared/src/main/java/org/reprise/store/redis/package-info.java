/**
 * The store for many machines: sessions in Redis or Valkey, each step of one session a script that runs there as a whole; and,
 * for benchmarks, scenarios and tests, a server of one's own.
 */
@NullMarked
package org.reprise.store.redis;

import org.jspecify.annotations.NullMarked;
