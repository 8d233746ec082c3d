/** Compares measured results of a baseline and a candidate: a verdict for each metric, as text, Markdown, JUnit XML and JSON. */
@NullMarked
package org.reprise.benchmarks.compare;

import org.jspecify.annotations.NullMarked;
