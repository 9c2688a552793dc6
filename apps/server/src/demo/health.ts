import { SERVICES } from "./services.ts";
import type { Service } from "./services.ts";
import { round } from "./strategies.ts";
import type { World } from "./world.ts";

const VERSION = "4.2.1";

/** Signs of life of each service: start, heartbeat, metrics, checks. */
export function startHealth(world: World): void {
  for (const service of SERVICES) {
    const log = world.log(service, `${service}.main`);
    log.systemStart({ version: VERSION, node_version: "20.20.2", component: service });
    startService(world, service);
  }
  world.log("portfolio-manager", "portfolio.main").configChanged({
    setting: "risk.max_positions",
    old_value: 5,
    new_value: 6,
    user_id: "u_1",
  });
}

export function stopHealth(world: World): void {
  for (const service of SERVICES) {
    world.log(service, `${service}.main`).systemStop({ reason: "shutdown requested", component: service });
  }
}

function startService(world: World, service: Service): void {
  const { schedule, random } = world;
  const log = world.log(service, `${service}.main`);
  const startedMs = schedule.nowMs;
  let memory = random.between(28, 46);
  // Shifted against each other: six services do not report at the same instant.
  const offset = random.between(0, 4_000);
  schedule.every(
    () => 30_000 + random.between(0, 50),
    () => log.heartbeat({ component: service, uptime_s: Math.round((schedule.nowMs - startedMs) / 1000) }),
  );
  schedule.every(
    () => 60_000 + offset,
    () => {
      // Memory grows until it is collected, like in life.
      memory = memory > 88 ? random.between(30, 45) : memory + random.exponential(0.9);
      log.systemMetrics({
        component: service,
        cpu_percent: round(4 + random.exponential(9), 1),
        memory_percent: round(memory, 1),
        disk_percent: round(41 + random.between(0, 0.4), 1),
        event_loop_delay_ms: round(0.4 + random.exponential(1.2), 2),
        open_handles: random.integer(18, 60),
      });
      if (memory > 85)
        log.warning(`High memory usage: ${Math.round(memory)}%`, {
          component: service,
          memory_percent: round(memory, 1),
        });
    },
  );
  schedule.every(
    () => 60_000 + 2 * offset,
    () => {
      const responseMs = round(2 + random.exponential(6), 1);
      log.healthCheck({ component: service, status: "healthy", response_time_ms: responseMs });
      log.operationCompleted({
        operation: random.pick(["cache_refresh", "snapshot", "reconcile"]),
        duration_ms: responseMs,
      });
    },
  );
}
