export * from "./client.js";
export * as models from "./models.js";
export { ApiError, ApiResponse } from "./runtime.js";
export type {
  ApiRequest, CallOptions, ClientConfig, Credentials, ParameterValue, QueryValue,
} from "./runtime.js";
