/* apiGateway.core.utils: what the generated client asks of its arguments. */
(function (root) {
  'use strict';

  var apiGateway = root.apiGateway = root.apiGateway || {};
  apiGateway.core = apiGateway.core || {};

  var utils = apiGateway.core.utils = {
    assertDefined: function (value, name) {
      if (value === undefined || value === null) {
        throw new Error(name + ' must be defined');
      }
      return value;
    },

    /* Throws an error that names every parameter that is missing. */
    assertParametersDefined: function (params, keys, ignore) {
      var missing = keys.filter(function (key) {
        return !utils.contains(ignore || [], key)
          && (params === undefined || params === null || params[key] === undefined || params[key] === null);
      });
      if (missing.length > 0) {
        throw new Error('Missing required parameters: ' + missing.join(', '));
      }
    },

    /* The members that are named and have a value. */
    parseParametersToObject: function (params, keys) {
      var object = {};
      keys.forEach(function (key) {
        if (params !== undefined && params !== null && Object.prototype.hasOwnProperty.call(params, key)
          && params[key] !== undefined && params[key] !== null) {
          object[key] = params[key];
        }
      });
      return object;
    },

    contains: function (list, value) {
      return list.indexOf(value) >= 0;
    },

    copy: function (value) {
      return Object.assign({}, value);
    },

    mergeInto: function (base, additional) {
      return Object.assign({}, base, additional);
    },

    isEmptyBody: function (body) {
      if (body === undefined || body === null || body === '') {
        return true;
      }
      return Object.getPrototypeOf(Object(body)) === Object.prototype && Object.keys(body).length === 0;
    },

    isBinaryBody: function (body) {
      return body instanceof ArrayBuffer || ArrayBuffer.isView(body);
    },

    /* name=value pairs in the order in which they came; a list is one pair for each of its values. */
    queryString: function (queryParams) {
      var pairs = [];
      Object.keys(queryParams || {}).forEach(function (name) {
        [].concat(queryParams[name]).forEach(function (value) {
          if (value !== undefined && value !== null) {
            pairs.push(root.uritemplate.encode(name) + '=' + root.uritemplate.encode(String(value)));
          }
        });
      });
      return pairs.join('&');
    }
  };
})(typeof globalThis !== 'undefined' ? globalThis : window);
