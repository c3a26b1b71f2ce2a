/* apiGateway.core.simpleHttpClientFactory: calls without a signature. */
(function (root) {
  'use strict';

  var apiGateway = root.apiGateway = root.apiGateway || {};
  apiGateway.core = apiGateway.core || {};

  apiGateway.core.simpleHttpClientFactory = {
    newClient: function (config) {
      var utils = apiGateway.core.utils;
      utils.assertDefined(config.endpoint, 'endpoint');
      return {
        makeRequest: function (request) {
          var query = utils.queryString(request.queryParams);
          var headers = utils.copy(request.headers);
          var isEmpty = utils.isEmptyBody(request.body);
          if (isEmpty) {
            delete headers['Content-Type'];
          } else if (headers['Content-Type'] === undefined) {
            headers['Content-Type'] = config.defaultContentType;
          }
          if (headers.Accept === undefined) {
            headers.Accept = config.defaultAcceptType;
          }
          return root.axios({
            method: request.verb,
            url: config.endpoint + request.path + (query === '' ? '' : '?' + query),
            headers: headers,
            data: isEmpty ? undefined : request.body,
            timeout: request.timeout,
            responseType: request.responseType
          });
        }
      };
    }
  };
})(typeof globalThis !== 'undefined' ? globalThis : window);
