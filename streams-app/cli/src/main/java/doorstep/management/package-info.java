/**
 * Health, readiness and metrics of a running pipeline, over HTTP.
 *
 * <pre>
 * tasks ──rounds──► TaskBoard ─┐
 * registry ──► SchemaLookups ──┼─► Checkup (every few seconds) ─► HealthRules ─► /health
 * brokers ────► SourceLogs ────┤                             └─► Figures ─────► /metrics
 * Pipeline ────────────────────┴─► Readiness ──────────────────────────────────► /ready
 * </pre>
 */
package doorstep.management;
