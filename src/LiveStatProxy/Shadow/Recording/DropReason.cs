namespace LiveStatProxy.Shadow.Recording;

/// <summary>Why something that could have been compared was not.</summary>
public enum DropReason
{
    /// <summary>The caller is not among <c>Shadow:CallerShare</c>. Counted per response.</summary>
    CallerNotSampled,

    /// <summary>The kernel is not among <c>Shadow:KernelShare</c>. Counted per kernel, as are the following.</summary>
    KernelNotSampled,

    /// <summary>The kernel was compared within <c>Shadow:KernelInterval</c>.</summary>
    KernelComparedLately,

    /// <summary>More kernels than the proxy keeps track of.</summary>
    TooManyKernels,

    /// <summary>The response shows more kernels than <c>Shadow:MaxKernelsPerResponse</c>.</summary>
    ResponseTooLarge,

    /// <summary>No room in the queue. Counted per response.</summary>
    QueueFull,

    /// <summary>It waited longer than <c>Shadow:MaxLag</c>.</summary>
    TooLate,

    /// <summary>An error of this program, which is logged.</summary>
    Failed,

    /// <summary>It could not be written to <c>Shadow:File</c>; it was compared and counted all the same.</summary>
    FileFault,
}
