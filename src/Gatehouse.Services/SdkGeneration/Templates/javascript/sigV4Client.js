/* apiGateway.core.sigV4ClientFactory: calls with AWS Signature Version 4. */
(function (root) {
  'use strict';

  var apiGateway = root.apiGateway = root.apiGateway || {};
  apiGateway.core = apiGateway.core || {};

  var ALGORITHM = 'AWS4-HMAC-SHA256';

  function hash(value) {
    return root.CryptoJS.SHA256(value).toString();
  }

  function hmac(key, value) {
    return root.CryptoJS.HmacSHA256(value, key);
  }

  /* Each segment of the path is encoded once more than it is on the wire. */
  function canonicalPath(path) {
    return path.split('/').map(root.uritemplate.encode).join('/') || '/';
  }

  /* The pairs are encoded already. By name, then by value. */
  function canonicalQuery(query) {
    return query === '' ? '' : query.split('&')
      .map(function (pair) { return pair.split('='); })
      .sort(function (a, b) {
        return a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0;
      })
      .map(function (pair) { return pair.join('='); })
      .join('&');
  }

  apiGateway.core.sigV4ClientFactory = {
    newClient: function (config) {
      var utils = apiGateway.core.utils;
      ['endpoint', 'accessKey', 'secretKey', 'region', 'serviceName'].forEach(function (name) {
        utils.assertDefined(config[name], name);
      });
      var endpoint = new URL(config.endpoint);
      var basePath = endpoint.pathname.replace(/\/$/, '');

      function sign(request, path, query, headers, body) {
        var now = new Date().toISOString().replace(/[:-]|\.\d{3}/g, '');
        var scope = [now.slice(0, 8), config.region, config.serviceName, 'aws4_request'].join('/');
        var signed = { host: endpoint.host, 'x-amz-date': now };
        if (headers['Content-Type'] !== undefined) {
          signed['content-type'] = headers['Content-Type'];
        }
        if (config.sessionToken) {
          signed['x-amz-security-token'] = config.sessionToken;
          headers['x-amz-security-token'] = config.sessionToken;
        }
        var names = Object.keys(signed).sort();
        var canonical = [
          request.verb.toUpperCase(), canonicalPath(path), canonicalQuery(query),
          names.map(function (name) { return name + ':' + String(signed[name]).trim().replace(/ +/g, ' ') + '\n'; }).join(''),
          names.join(';'), hash(body === undefined ? '' : body)
        ].join('\n');
        var key = scope.split('/').reduce(hmac, 'AWS4' + config.secretKey);
        var signature = hmac(key, [ALGORITHM, now, scope, hash(canonical)].join('\n')).toString();
        headers['x-amz-date'] = now;
        headers.Authorization = ALGORITHM + ' Credential=' + config.accessKey + '/' + scope
          + ', SignedHeaders=' + names.join(';') + ', Signature=' + signature;
      }

      return {
        makeRequest: function (request) {
          var path = basePath + request.path;
          var query = utils.queryString(request.queryParams);
          var headers = utils.copy(request.headers);
          var body;
          if (utils.isEmptyBody(request.body)) {
            delete headers['Content-Type'];
          } else {
            headers['Content-Type'] = headers['Content-Type'] === undefined
              ? config.defaultContentType
              : headers['Content-Type'];
            body = typeof request.body === 'string' || utils.isBinaryBody(request.body)
              ? request.body
              : JSON.stringify(request.body);
          }
          if (headers.Accept === undefined) {
            headers.Accept = config.defaultAcceptType;
          }
          sign(request, path, query, headers, body);
          return root.axios({
            method: request.verb,
            url: endpoint.origin + path + (query === '' ? '' : '?' + query),
            headers: headers,
            data: body,
            timeout: request.timeout,
            responseType: request.responseType
          });
        }
      };
    }
  };
})(typeof globalThis !== 'undefined' ? globalThis : window);
