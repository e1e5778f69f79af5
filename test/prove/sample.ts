/** What a route is called with, and who says it. */
import type { TenantWorld } from './tenant-world.ts'

export type RouteInput = {
  params: Record<string, string>
  query?: Record<string, string> | undefined
  body?: Record<string, unknown> | undefined
}

/** Of a route, for one tenant: what its path does not say by itself. */
export type Sample = (world: TenantWorld) => Partial<RouteInput>
