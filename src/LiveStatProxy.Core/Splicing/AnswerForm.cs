namespace LiveStatProxy.Core.Splicing;

/// <summary>What a manager's answer of status 200 holds.</summary>
public enum AnswerForm
{
    /// <summary>A GraphQL response: <c>{"data": …, "errors": …}</c>.</summary>
    Response,

    /// <summary>The data alone, as the manager's older path answers when there are no errors.</summary>
    BareData,
}
