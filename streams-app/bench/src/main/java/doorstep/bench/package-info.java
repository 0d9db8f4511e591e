// SPDX-License-Identifier: Apache-2.0
/**
 * The command {@code doorstep bench}: what an event costs Doorstep and others who count the same input, each in a
 * process of its own. Contenders that need Flink, Jet or DuckDB are in the module {@code bench-peers}.
 */
package doorstep.bench;
