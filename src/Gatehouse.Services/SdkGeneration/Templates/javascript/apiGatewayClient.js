/* apiGateway.core.apiGatewayClientFactory: chooses between signed and plain calls. */
(function (root) {
  'use strict';

  var apiGateway = root.apiGateway = root.apiGateway || {};
  apiGateway.core = apiGateway.core || {};

  apiGateway.core.apiGatewayClientFactory = {
    newClient: function (simpleHttpClientConfig, sigV4ClientConfig) {
      var plain = apiGateway.core.simpleHttpClientFactory.newClient(simpleHttpClientConfig);
      var signed = sigV4ClientConfig.accessKey && sigV4ClientConfig.secretKey
        ? apiGateway.core.sigV4ClientFactory.newClient(sigV4ClientConfig)
        : undefined;
      return {
        /* authType is AWS_IAM or NONE; what additionalParams names comes beside, or instead of, what is modelled. */
        makeRequest: function (request, authType, additionalParams, apiKey) {
          var utils = apiGateway.core.utils;
          var complete = utils.copy(request);
          var additional = additionalParams || {};
          complete.headers = utils.mergeInto(request.headers, additional.headers);
          complete.queryParams = utils.mergeInto(request.queryParams, additional.queryParams);
          complete.timeout = additional.timeout;
          complete.responseType = additional.responseType;
          if (apiKey) {
            complete.headers['x-api-key'] = apiKey;
          }
          return (authType === 'AWS_IAM' && signed ? signed : plain).makeRequest(complete);
        }
      };
    }
  };
})(typeof globalThis !== 'undefined' ? globalThis : window);
