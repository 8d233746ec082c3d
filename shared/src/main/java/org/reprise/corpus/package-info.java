/** Conversations that contexts are made of: real ones from a file in the OpenAI chat form, and generated ones. */
@NullMarked
package org.reprise.corpus;

import org.jspecify.annotations.NullMarked;
