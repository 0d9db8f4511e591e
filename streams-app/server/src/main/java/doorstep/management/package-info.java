// SPDX-License-Identifier: Apache-2.0
/**
 * Health, readiness and metrics of a running pipeline, over HTTP.
 *
 * <pre>
 * tasks ──rounds──► TaskRegistry ─┐
 * registry ──► SchemaLookups ─────┼─► HealthMonitor (every few seconds) ─► HealthRules ───────► /health
 * brokers ────► SourceLogs ───────┤                                   └─► PrometheusMetrics ─► /metrics
 * Pipeline ───────────────────────┴─► Readiness ─────────────────────────────────────────────► /ready
 * </pre>
 */
package doorstep.management;
